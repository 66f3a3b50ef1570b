using ActorSweeper.Adapters.Docker;
using ActorSweeper.Adapters.Launching;
using ActorSweeper.Core.Sessions;

namespace ActorSweeper.Adapters.Tests.Launching;

public sealed class LaunchingTests
{
    private static readonly Session Main = new(new SessionId("s 1"), "group-1", "main", "/sessions/1");

    [Fact]
    public void Placeholders_are_put_in_and_other_braces_stay()
    {
        var placeholders = new SessionPlaceholders(Main, "/the/root");

        placeholders.Expand("{root}/{group}/{groupFolder} {session} {sessionDir} {\"a\":{1}} {unknown} {}")
            .ShouldBe("/the/root/group-1/main s 1 /sessions/1 {\"a\":{1}} {unknown} {}");
        placeholders.Expand("?id={session}", Uri.EscapeDataString).ShouldBe("?id=s%201");
        SessionPlaceholders.Unknown("{root} {Session} {x} {x} {1}").ShouldBe(["Session", "x"]);
    }

    [Theory]
    [InlineData("sess-1_a.b", "sess-1_a.b")]
    [InlineData("agent:main:x", "agent-main-x-")]
    [InlineData("../../etc/passwd", "etc-passwd-")]
    [InlineData("..", "")]
    [InlineData("", "")]
    public void A_name_is_fit_for_files_and_containers(string text, string expected)
    {
        var name = SafeName.Of(text);

        name.ShouldStartWith(expected);
        name.ShouldMatch("^[a-zA-Z0-9][a-zA-Z0-9_.-]*$");
    }

    [Fact]
    public void Two_texts_never_share_a_name()
    {
        var texts = new[] { "a:b", "a/b", "a-b", "a b", new string('x', 300), new string('x', 301) };

        texts.Select(SafeName.Of).Distinct().Count().ShouldBe(texts.Length);
        texts.ShouldAllBe(text => SafeName.Of(text).Length <= 120);
    }

    [Fact]
    public void The_last_lines_are_bounded_in_number_and_length()
    {
        var text = "first\r\n\nsecond  \n" + new string('x', 5000) + "\n";

        var lines = LastLines.Of(System.Text.Encoding.UTF8.GetBytes(text), 2);

        lines.ShouldBe(["second", new string('x', 2000) + "…"]);
    }

    [Fact]
    public void The_owner_of_a_file_is_the_kernels()
    {
        var folder = Directory.CreateTempSubdirectory("as-owner-");
        File.SetUnixFileMode(folder.FullName, (UnixFileMode)0b111_101_000);

        var owner = FileOwner.Of(folder.FullName)!.Value;

        owner.Mode.ShouldBe((UnixFileMode)0b111_101_000);
        (owner.UserId == 0).ShouldBe(Environment.IsPrivilegedProcess);
        FileOwner.Of("/no/such/file").ShouldBeNull();
        folder.Delete();
    }

    [Theory]
    [InlineData(null, 0b111_000_000, true)]
    [InlineData("node", 0b111_000_000, true)]
    [InlineData("0", 0b101_101_101, true)]
    [InlineData("1000", 0b111_101_101, false)]
    [InlineData("1000:1000", 0b111_111_101, false)]
    [InlineData("1000:50", 0b111_111_101, true)]
    [InlineData("1000", 0b111_111_101, true)]
    [InlineData("1000", 0b111_101_111, true)]
    [InlineData("7", 0b111_000_000, true)]
    [InlineData("7", 0b101_111_111, false)]
    public void F58_whether_a_user_can_write_a_folder_follows_from_its_mode(string? user, int mode, bool expected) =>
        WritableFolder.IsWritableFor(user, new FileOwner(7, 50, (UnixFileMode)mode)).ShouldBe(expected);
}
