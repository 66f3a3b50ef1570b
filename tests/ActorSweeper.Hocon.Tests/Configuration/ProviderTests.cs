using System.Text;
using ActorSweeper.Hocon.Tests.Golden;
using Microsoft.Extensions.Configuration;

namespace ActorSweeper.Hocon.Tests.Configuration;

public sealed class ProviderTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    [Fact]
    public void Empty_and_null_values_are_held_as_by_the_json_provider()
    {
        const string Text = """{"a": {}, "b": [], "c": null, "d": [[], {}, null], "e": 1.50, "f": true}""";
        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(Text));
        var json = new ConfigurationBuilder().AddJsonStream(stream).Build().AsEnumerable().OrderBy(entry => entry.Key);
        var hocon = new ConfigurationBuilder().AddHoconText(Text, "text").Build().AsEnumerable().OrderBy(entry => entry.Key);
        hocon.Where(entry => entry.Key != "f").ShouldBe(json.Where(entry => entry.Key != "f"));
    }

    [Fact]
    public void Keys_that_differ_only_in_case_are_an_error()
    {
        var error = Should.Throw<HoconException>(() => new ConfigurationBuilder().AddHoconText("port = 1\nPORT = 2", "text").Build());
        error.Message.ShouldContain("text:1:8");
        error.Line.ShouldBe(2);
    }

    [Fact]
    public void Settings_bind_to_options()
    {
        var config = new ConfigurationBuilder().AddHoconText("limits { names = [a, b], delay = 1.5, on = true }", "text").Build();
        var limits = config.GetSection("limits").Get<Limits>().ShouldNotBeNull();
        limits.Names.ShouldBe(["a", "b"]);
        limits.Delay.ShouldBe(1.5);
        limits.On.ShouldBeTrue();
    }

    [Fact]
    public async Task A_changed_file_is_loaded_again()
    {
        using var workspace = new Workspace();
        var main = workspace.Write("main.conf", "a = 1");
        using var root = Watching(main, _ => { });
        var reloaded = NextReload(root);
        workspace.Replace("main.conf", "a = 2");
        await reloaded.WaitAsync(Patience, TimeProvider.System);
        root["a"].ShouldBe("2");
    }

    [Fact]
    public async Task An_include_that_appears_is_loaded()
    {
        using var workspace = new Workspace();
        var main = workspace.Write("main.conf", "a = 1\ninclude \"later\"");
        using var root = Watching(main, _ => { });
        var reloaded = NextReload(root);
        workspace.Replace("later.conf", "a = 2");
        await reloaded.WaitAsync(Patience, TimeProvider.System);
        root["a"].ShouldBe("2");
    }

    [Fact]
    public async Task A_broken_file_is_reported_and_the_old_data_stay()
    {
        using var workspace = new Workspace();
        var main = workspace.Write("main.conf", "a = 1");
        var failure = new TaskCompletionSource<HoconException>(TaskCreationOptions.RunContinuationsAsynchronously);
        using var root = Watching(main, error => failure.TrySetResult(error));
        workspace.Replace("main.conf", "a = {");
        var error = await failure.Task.WaitAsync(Patience, TimeProvider.System);
        error.File.ShouldBe(main);
        root["a"].ShouldBe("1");
        var reloaded = NextReload(root);
        workspace.Replace("main.conf", "a = 3");
        await reloaded.WaitAsync(Patience, TimeProvider.System);
        root["a"].ShouldBe("3");
    }

    private static Root Watching(string main, Action<HoconException> failed) => new(new ConfigurationBuilder().AddHocon(source =>
    {
        source.Layers = HoconLayers.None.AddFile(main);
        source.ReloadOnChange = true;
        source.ReloadDelay = TimeSpan.FromMilliseconds(20);
        source.OnReloadFailed = failed;
    }).Build());

    private static Task NextReload(Root root)
    {
        var reloaded = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        root.Configuration.GetReloadToken().RegisterChangeCallback(_ => reloaded.TrySetResult(), state: null);
        return reloaded.Task;
    }

    private sealed record Root(IConfigurationRoot Configuration) : IDisposable
    {
        public string? this[string key] => Configuration[key];

        public void Dispose() => (Configuration as IDisposable)?.Dispose();
    }

    private sealed record Limits
    {
        public IReadOnlyList<string> Names { get; init; } = [];

        public double Delay { get; init; }

        public bool On { get; init; }
    }
}
