using ActorSweeper.Simulation.Scenarios.Language;

namespace ActorSweeper.Simulation.Scenarios;

/// <summary>A scenario, read from its file.</summary>
public sealed class Scenario
{
    internal Scenario(string path, IReadOnlyList<string> head, SettingsBlock settings, DateTimeOffset begin, ScenarioScript script)
    {
        (Path, Head, Settings, Begin) = (path, head, settings, begin);
        (Steps, End, Transcript, TranscriptLine) = (script.Steps, script.End, script.Transcript, script.TranscriptLine);
    }

    /// <summary>The instant at which a scenario begins unless it names another: 2026-01-10T12:00Z, a Saturday.</summary>
    public static DateTimeOffset UsualBegin { get; } = new(2026, 1, 10, 12, 0, 0, TimeSpan.Zero);

    /// <summary>Its file.</summary>
    public string Path { get; }

    /// <summary>The lines for people; the first is the title.</summary>
    public IReadOnlyList<string> Head { get; }

    /// <summary>What it is about, in one line.</summary>
    public string Title => Head[0];

    /// <summary>The settings that the host starts with.</summary>
    public SettingsBlock Settings { get; }

    /// <summary>When it begins, by the wall clock.</summary>
    public DateTimeOffset Begin { get; }

    /// <summary>The transcript that is expected; null where there is none yet.</summary>
    public IReadOnlyList<string>? Transcript { get; }

    /// <summary>The line in the file on which the transcript begins, from 1.</summary>
    internal int TranscriptLine { get; }

    /// <summary>The commands, in their order.</summary>
    internal IReadOnlyList<ScenarioStep> Steps { get; }

    /// <summary>When it ends, by the steady clock since the beginning.</summary>
    internal TimeSpan End { get; }
}

/// <summary>A block of settings, as somebody would write them under <c>actorsweeper</c> in a configuration file.</summary>
/// <param name="Path">The scenario's file.</param>
/// <param name="Line">The line on which the block begins, from 1.</param>
/// <param name="Preset">The settings that the block changes: a name such as <c>nanoclaw-parity</c>; null for the defaults.</param>
/// <param name="Text">HOCON with the root key <c>actorsweeper</c>; its lines are those of the file.</param>
public sealed record SettingsBlock(string Path, int Line, string? Preset, string Text);

/// <summary>The commands of a scenario, and what they are to come to.</summary>
internal sealed record ScenarioScript(
    IReadOnlyList<ScenarioStep> Steps, TimeSpan End, IReadOnlyList<string>? Transcript, int TranscriptLine);

/// <summary>One command at its time. A closed set.</summary>
/// <param name="Line">Its line in the file, from 1.</param>
/// <param name="At">When, by the steady clock since the beginning; null before the host starts.</param>
internal abstract record ScenarioStep(int Line, TimeSpan? At)
{
    /// <summary>Does something to the world.</summary>
    public sealed record Command(int Line, TimeSpan? At, CommandForm Form, CommandArguments Arguments) : ScenarioStep(Line, At);

    /// <summary>Puts other settings into force.</summary>
    public sealed record Reload(int Line, TimeSpan? At, SettingsBlock Settings) : ScenarioStep(Line, At);
}
