using System.Globalization;
using System.Text;
using ActorSweeper.Adapters.OpenClaw;
using ActorSweeper.Core.Retention.OpenClaw;

namespace ActorSweeper.CrashWriter;

/// <summary>
/// Another program that writes OpenClaw's store, in the original's manner and with none of the product's code: it takes the lock file,
/// reads, changes two places in the text, writes a temporary file, renames, gives the lock back. Nothing goes to the disk by force.
/// </summary>
internal static class StorePeer
{
    private const string Counter = "\"peerEdits\": ";
    private const int Digits = 10;

    /// <summary>
    /// Edits until its input ends: counts in an entry of its own, and adds one expired run each time. Says how many edits it has done,
    /// or what it has lost.
    /// </summary>
    public static async Task EditAsync(string store)
    {
        var ended = Task.Run(Console.In.ReadToEnd);
        var edits = 0;
        while (!ended.IsCompleted)
        {
            await TakeAsync(store);
            var text = File.ReadAllText(store);
            var at = text.IndexOf(Counter, StringComparison.Ordinal) + Counter.Length;
            if (!int.TryParse(text.AsSpan(at, Digits), CultureInfo.InvariantCulture, out var counted) || counted - 1_000_000_000 != edits)
            {
                await Console.Out.WriteLineAsync($"lost: edit {edits} is not in the store any more");
                return;
            }

            edits++;
            var run = string.Create(
                CultureInfo.InvariantCulture,
                $",\n  \"agent:main:cron:j:run:{edits}\": {{\n    \"sessionId\": \"r{edits}\",\n    \"updatedAt\": 1\n  }}\n}}");
            var changed = text[..at] + (1_000_000_000 + edits).ToString(CultureInfo.InvariantCulture) + text[(at + Digits)..^2] + run;
            var temporary = $"{store}.{Environment.ProcessId}.peer.tmp";
            File.WriteAllText(temporary, changed, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false));
            File.Move(temporary, store, overwrite: true);
            File.Delete(store + ".lock");
            if (edits % 50 == 0) await Console.Out.WriteLineAsync(edits.ToString(CultureInfo.InvariantCulture));
        }

        await Console.Out.WriteLineAsync($"done {edits}");
    }

    /// <summary>Runs the janitor, and kills this process when it enters a step.</summary>
    public static async Task DieAsync(string store, StoreStep step)
    {
        var options = new OpenClawOptions([store], new OpenClawDuration(86_400_000), null, default, null, null, null);
        var janitor = new OpenClawJanitor(options, TimeProvider.System, new LastLooks(), Die);
        var plan = await janitor.PlanAsync(CancellationToken.None);
        await foreach (var outcome in janitor.ApplyAsync(plan, CancellationToken.None))
            await Console.Out.WriteLineAsync($"{outcome.Did} {outcome.Item.Path}: {outcome.Note}");

        void Die(string path, StoreStep entered)
        {
            if (entered == step) System.Diagnostics.Process.GetCurrentProcess().Kill();
        }
    }

    private static async Task TakeAsync(string store)
    {
        for (; ; )
        {
            try
            {
                await using var held = new FileStream(
                    store + ".lock", FileMode.CreateNew, FileAccess.Write, FileShare.ReadWrite | FileShare.Delete);
                var now = TimeProvider.System.GetUtcNow();
                await held.WriteAsync(Encoding.UTF8.GetBytes(
                    $"{{\n  \"pid\": {Environment.ProcessId},\n  \"createdAt\": \"{now:yyyy-MM-dd'T'HH:mm:ss.fff}Z\"\n}}"));
                return;
            }
            catch (IOException) when (File.Exists(store + ".lock") || Directory.Exists(Path.GetDirectoryName(store)))
            {
                await Task.Delay(TimeSpan.FromMilliseconds(1), TimeProvider.System);
            }
        }
    }
}
