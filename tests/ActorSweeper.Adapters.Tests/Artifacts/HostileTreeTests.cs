using System.Net.Sockets;
using ActorSweeper.Adapters.Deletion;
using ActorSweeper.Adapters.Tests.Deletion;

namespace ActorSweeper.Adapters.Tests.Artifacts;

/// <summary>Things that are hard to remove, or must not be.</summary>
public sealed class HostileTreeTests : HostileTest
{
    [Fact]
    public async Task A_pattern_of_any_depth_ends_at_256_levels_and_says_so()
    {
        RawFiles.Deep(Own, 300);
        (await SweepAsync("own/**/f")).Plan.Errors.ShouldHaveSingleItem().ShouldContain("more than 256 directories deep");
        Tool.Run("rm", "-rf", In("d")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_tree_of_many_branches_goes()
    {
        for (var i = 0; i < 3000; i++) Directory.CreateDirectory(In($"tree/{i % 10}/{i % 100}/{i}"));
        await GoesAsync("tree");
    }

    [Fact]
    public async Task A_mount_point_in_a_tree_keeps_all_of_the_tree()
    {
        Directory.CreateDirectory(In("tree/a/mounted"));
        File.WriteAllText(In("tree/before"), "123");
        using var mount = new Mounted(In("tree/a/mounted"), "-t", "tmpfs", "none");
        File.WriteAllText(In("tree/a/mounted/precious"), "");
        await StaysAsync("tree", "mount point: unmount it");
        File.Exists(In("tree/a/mounted/precious")).ShouldBeTrue();
        File.Exists(In("tree/before")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_directory_that_is_mounted_from_the_same_file_system_is_not_entered()
    {
        Directory.CreateDirectory(In("tree/a"));
        using var mount = new Mounted(In("tree/a"), "--bind", Outside);
        await StaysAsync("tree", "mount point: unmount it");
        SentinelIsUntouched();
    }

    [Fact]
    public async Task A_mount_point_itself_stays()
    {
        Directory.CreateDirectory(In("mounted"));
        using var mount = new Mounted(In("mounted"), "--bind", Outside);
        await StaysAsync("mounted", "mount point: unmount it");
        SentinelIsUntouched();
    }

    [Fact]
    public async Task A_file_that_is_mounted_on_stays()
    {
        File.WriteAllText(In("file"), "");
        using var mount = new Mounted(In("file"), "--bind", Sentinel);
        await StaysAsync("file", "something is mounted on it");
        SentinelIsUntouched();
    }

    [Fact]
    public async Task A_read_only_file_system_is_named()
    {
        File.WriteAllText(In("file"), "");
        using var mount = new Mounted(Root, "--bind", "-o", "ro", Root);
        await StaysAsync("file", "read-only: remount it");
    }

    [Fact]
    public async Task Another_name_of_a_file_outside_goes_and_frees_nothing()
    {
        RawFiles.HardLink(Sentinel, In("hard"));
        await GoesAsync("hard", 0);
        SentinelIsUntouched();
    }

    [Fact]
    public async Task A_file_with_holes_frees_what_it_takes()
    {
        using (var file = File.Create(In("sparse"))) file.SetLength(1L << 40);
        var (plan, outcomes) = await SweepAsync();
        plan.Items.ShouldHaveSingleItem().Bytes.ShouldBeLessThan(1 << 20);
        outcomes.ShouldHaveSingleItem().Freed.ShouldBe(plan.Items[0].Bytes);
    }

    [Theory]
    [InlineData("+i", "file", "it is immutable: allow it with chattr -i")]
    [InlineData("+a", "file", "it is append-only: allow it with chattr -a")]
    [InlineData("+i", "tree/deep/file", "it is immutable: allow it with chattr -i")]
    [InlineData("+i", "tree/deep", "immutable")]
    [InlineData("+i", "tree", "it is immutable: allow it with chattr -i")]
    [InlineData("+i", "", "its directory is immutable: allow it with chattr -ia")]
    public async Task What_is_immutable_stays_and_the_attribute_is_named(string attribute, string on, string why)
    {
        Write("own/tree/deep/file");
        var name = on.Split('/')[0] is "" or "tree" ? "tree" : "file";
        if (name == "file")
        {
            Directory.Delete(In("tree"), recursive: true);
            Write("own/file");
        }

        if (!Tool.Run("chattr", attribute, In(on))) Assert.Skip("the file system has no such attribute");
        await StaysAsync(name, why);
        Tool.Run("chattr", "-R", "-ia", Own).ShouldBeTrue();
    }

    [Fact]
    public async Task What_may_not_be_read_by_others_is_no_hindrance_to_who_may_remove_it()
    {
        Write("own/tree/file");
        File.SetUnixFileMode(In("tree/file"), UnixFileMode.None);
        if (Environment.IsPrivilegedProcess) File.SetUnixFileMode(In("tree"), UnixFileMode.None);
        await GoesAsync("tree", 7);
    }

    [Fact]
    public void What_may_not_be_entered_stays_and_the_user_is_named()
    {
        if (!Environment.IsPrivilegedProcess) Assert.Skip("only root can become another user");
        Write("own/tree/closed/file");
        File.SetUnixFileMode(Own, (UnixFileMode)0x1ff);
        File.SetUnixFileMode(In("tree/closed"), UnixFileMode.None);
        File.SetUnixFileMode(In("tree"), (UnixFileMode)0x1ed);
        var planned = Find("tree", "own");
        using var folder = Opened.OpenFolder("own");
        Removal removal = default;
        var nobody = new Thread(() =>
        {
            if (RawFiles.BecomeNobody()) removal = folder.Remove(planned, CancellationToken.None);
        });
        nobody.Start();
        nobody.Join();
        removal.IsFailed.ShouldBeTrue();
        removal.Text!.ShouldContain($"{In("tree/closed")}: cannot open the directory: permission denied: give user");
        File.Exists(In("tree/closed/file")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_pipe_is_kept_without_waiting_for_a_writer()
    {
        RawFiles.Pipe(In("pipe"));
        await StaysAsync("pipe", "it is a pipe, which no rule removes");
        using var folder = Opened.OpenFolder("own");
        Should.Throw<DeletionException>(() => folder.OpenFile(RawName.Of("pipe"))).Message.ShouldContain("expected a file, found a pipe");
    }

    [Fact]
    public async Task A_socket_is_kept()
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Bind(new UnixDomainSocketEndPoint(In("s")));
        await StaysAsync("s", "it is a socket, which no rule removes");
    }

    [Fact]
    public async Task A_pipe_in_a_tree_keeps_all_of_it()
    {
        Write("own/tree/file");
        RawFiles.Pipe(In("tree/pipe"));
        await StaysAsync("tree", "a socket, pipe or device keeps the directory");
        File.Exists(In("tree/file")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_device_is_kept()
    {
        if (!RawFiles.Device(In("null"))) Assert.Skip("devices cannot be made");
        await StaysAsync("null", "it is a device, which no rule removes");
    }

    [Fact]
    public async Task A_file_that_is_open_goes_and_whoever_has_it_reads_on()
    {
        Write("own/open", "still here");
        using var reader = new StreamReader(File.OpenRead(In("open")));
        await GoesAsync("open", 10);
        (await reader.ReadToEndAsync(Cancellation)).ShouldBe("still here");
    }

    [Fact]
    public async Task A_file_that_grows_stays()
    {
        Write("own/log");
        var janitor = OwnJanitor();
        var plan = await janitor.PlanAsync(Cancellation);
        await using (var writer = File.AppendText(In("log"))) await writer.WriteAsync("one more line");
        (await ApplyAsync(janitor, plan)).ShouldHaveSingleItem().Note.ShouldBe("it was written meanwhile");
    }

    [Fact]
    public async Task A_directory_that_was_made_anew_stays()
    {
        Write("own/tree/file");
        var janitor = OwnJanitor();
        var plan = await janitor.PlanAsync(Cancellation);
        Directory.Delete(In("tree"), recursive: true);
        Write("own/tree/precious");
        (await ApplyAsync(janitor, plan)).ShouldHaveSingleItem().Note.ShouldBe("another one has its name now");
        File.Exists(In("tree/precious")).ShouldBeTrue();
    }

    [Fact]
    public async Task A_link_in_the_place_of_a_planned_directory_stays()
    {
        Write("own/tree/file");
        var janitor = OwnJanitor();
        var plan = await janitor.PlanAsync(Cancellation);
        Directory.Delete(In("tree"), recursive: true);
        File.CreateSymbolicLink(In("tree"), Outside);
        (await ApplyAsync(janitor, plan)).ShouldHaveSingleItem().Note.ShouldBe("it is a link now");
        SentinelIsUntouched();
    }

    /// <summary>A mount, for as long as a test lasts; the test is skipped where mounting is not possible.</summary>
    private sealed class Mounted : IDisposable
    {
        private readonly string _path;

        public Mounted(string path, params string[] arguments)
        {
            _path = path;
            if (!Tool.Run("mount", [.. arguments, path])) Assert.Skip("mounting is not possible");
        }

        public void Dispose() => Tool.Run("umount", "-l", _path);
    }
}
