using ActorSweeper.Adapters.Forge;
using ActorSweeper.Hocon;
using ActorSweeper.Host.Configuration;
using ActorSweeper.Host.Configuration.Janitors;

namespace ActorSweeper.Host.Tests.Configuration;

/// <summary>The sections of the janitors miniclaw and forge.</summary>
public sealed class SessionJanitorsTests
{
    private const string Forge = "enabled=on, sessions-file=/s/sessions.json, worktrees-root=/w, base-url=\"https://forge.example.org\"";

    [Fact]
    public void Both_are_off_by_default_and_have_the_originals_limits_when_on()
    {
        Read("miniclaw", "", MiniClawReading.MiniClaw, out _).ShouldBeNull();
        Read("forge", "", ForgeReading.Forge, out _).ShouldBeNull();

        var miniClaw = Read("miniclaw", "enabled=on", MiniClawReading.MiniClaw, out var errors)!;
        errors.ShouldBeEmpty();
        miniClaw.IsDry.ShouldBeFalse();
        miniClaw.Options.TimeToLive.ShouldBe(TimeSpan.FromDays(30));
        miniClaw.Options.Directory.ShouldBe(
            Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".miniclaw/workspace/sessions"));

        var forge = Read("forge", Forge, ForgeReading.Forge, out errors)!.Options;
        errors.ShouldBeEmpty();
        (forge.MaxAge, forge.ApiMinInterval).ShouldBe((TimeSpan.FromDays(30), TimeSpan.FromMilliseconds(200)));
        (forge.Dialect, forge.UnsavedWork, forge.Token).ShouldBe((ForgeDialect.Forgejo, UnsavedWork.Keep, null));
    }

    [Theory]
    [InlineData("miniclaw", "enabled=on, ttl=30", "ttl", "with its unit")]
    [InlineData("miniclaw", "enabled=on, directory=sessions", "directory", "an absolute path")]
    [InlineData("miniclaw", "enabled=on, mode=trash", "mode", "delete or dry-run")]
    [InlineData("forge", "enabled=on", "sessions-file", "an absolute path")]
    [InlineData("forge", "enabled=on", "base-url", "the forge's address")]
    [InlineData("forge", Forge + ", base-url=\"https://me:tok-secret@forge.example.org\"", "base-url", "without user")]
    [InlineData("forge", Forge + ", base-url=\"file:///etc\"", "base-url", "https://host")]
    [InlineData("forge", Forge + ", dialect=gitlab", "dialect", "forgejo, gitea or github")]
    [InlineData("forge", Forge + ", token=\"two tok-secret\"", "token", "an access token")]
    [InlineData("forge", Forge + ", token=tok-secret, token-file=/t", "token", "not both")]
    [InlineData("forge", Forge + ", unsaved-work=drop", "unsaved-work", "keep, park or force")]
    [InlineData("forge", Forge + ", max-age=0s", "max-age", "from 1m")]
    public void What_is_wrong_is_named_and_no_secret_is_shown(string janitor, string text, string key, string expected)
    {
        IReadOnlyList<ConfigurationError> errors;
        _ = janitor == "forge"
            ? (object?)Read(janitor, text, ForgeReading.Forge, out errors)
            : Read(janitor, text, MiniClawReading.MiniClaw, out errors);

        var error = errors.Single(error => error.Key == $"actorsweeper.janitors.{janitor}.{key}");
        error.ToString().ShouldContain(expected);
        string.Join('\n', errors).ShouldNotContain("tok-secret");
    }

    private static T? Read<T>(string janitor, string text, Func<SettingReader, T?> read, out IReadOnlyList<ConfigurationError> errors)
    {
        var options = new HoconOptions();
        var tree = HoconDocument.ParseText(
            $"{ConfigurationFile.ReferenceText}\nactorsweeper.janitors.{janitor} {{ {text} }}", "test", options).Resolve();
        var log = new SettingLog(null, Path.GetTempPath());
        var section = SettingReader.OfRoot(tree, log).Section("actorsweeper").Section("janitors").Section(janitor);
        var settings = read(section);
        errors = log.Errors;
        return settings;
    }
}
