using System.Globalization;
using ActorSweeper.Adapters.NanoClaw;
using ActorSweeper.Adapters.OpenClaw;
using ActorSweeper.Core.Sessions;
using ActorSweeper.CrashWriter;

if (args is ["append", var appended])
    await JournalVictim.AppendAsync(appended);
if (args is ["show", var shown])
    await JournalVictim.ShowAsync(shown);
if (args is ["openclaw-edit", var edited])
    await StorePeer.EditAsync(edited);
if (args is ["openclaw-die", var dying, var step])
    await StorePeer.DieAsync(dying, Enum.Parse<StoreStep>(step));
if (args.Length is 2 or 3)
    return;

// The victim of the crash tests: moves message after message on until it is killed.
// Arguments: the workspace's root, the group, the session, the first and the last number.
var install = new NanoClawInstall(args[0]);
var session = new Session(new SessionId(args[2]), args[1], args[1], Path.Join(install.SessionsDirectory, args[1], args[2]));
var draws = new Random(4711);
var store = new NanoClawStore(
    new NanoClawOptions("crash", args[0], TimeSpan.FromSeconds(5)), TimeProvider.System, draws.NextDouble);
var claimed = DateTimeOffset.Parse("2026-01-10T12:00:00Z", CultureInfo.InvariantCulture);
for (var number = int.Parse(args[3], CultureInfo.InvariantCulture); number <= int.Parse(args[4], CultureInfo.InvariantCulture); number++)
{
    // The file's fate is read from the files; the line only says that the writer is at work.
    await Console.Out.WriteLineAsync(number.ToString(CultureInfo.InvariantCulture));
    _ = await store.ApplyAsync(
        session,
        [new MessageChange.Retry($"m{number}", 0, claimed), new MessageChange.Recur($"r{number}", claimed.AddDays(1))],
        [new Claim($"m{number}", claimed)],
        CancellationToken.None);
}
