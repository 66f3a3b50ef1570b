namespace ActorSweeper.Actors;

internal sealed partial class ActorCell
{
    private sealed class MessageStash(ActorCell cell) : IStash
    {
        private readonly List<Envelope> _messages = [];

        public Stack<Envelope> Returned { get; } = new();

        public void Stash()
        {
            if (cell._message is null) throw new IllegalActorStateException("There is no message in hand to stash");
            if (cell._stashed) throw new IllegalActorStateException($"Can't stash the same message {cell._message} more than once");
            cell._stashed = true;
            _messages.Add(new Envelope { Message = cell._message, Sender = cell._sender });
        }

        public void Unstash() => Return(Math.Min(1, _messages.Count));

        public void UnstashAll() => Return(_messages.Count);

        private void Return(int count)
        {
            for (var i = count - 1; i >= 0; i--) Returned.Push(_messages[i]);
            _messages.RemoveRange(0, count);
        }
    }
}
