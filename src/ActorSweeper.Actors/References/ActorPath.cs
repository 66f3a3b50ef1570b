namespace ActorSweeper.Actors;

/// <summary>An actor's place in the tree, such as <c>akka://name/user/supervisor/session-7</c>, and its incarnation.</summary>
public sealed class ActorPath : IEquatable<ActorPath>
{
    internal ActorPath(ActorPath? parent, string name, long uid = 0) => (Parent, Name, Uid) = (parent!, name, uid);

    /// <summary>The last element; for the root the name of the system.</summary>
    public string Name { get; }

    /// <summary>The path above; null for the root.</summary>
    public ActorPath Parent { get; }

    /// <summary>Tells incarnations under one path apart; 0 where there is only one.</summary>
    public long Uid { get; }

    /// <summary>The path inside its system, such as <c>/user/supervisor</c>.</summary>
    public string ToStringWithoutAddress() => Parent is null ? "" : $"{Parent.ToStringWithoutAddress()}/{Name}";

    /// <summary>Equal path and equal incarnation.</summary>
    public bool Equals(ActorPath? other) =>
        ReferenceEquals(this, other) || (other is not null && Uid == other.Uid && Name == other.Name && Equals(Parent, other.Parent));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ActorPath);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Name, Uid);

    /// <summary>The whole path with the system's name, without the incarnation.</summary>
    public override string ToString() => Parent is null ? $"akka://{Name}" : $"{Parent}/{Name}";
}
