using System.Text;
using ActorSweeper.Adapters.Docker;

namespace ActorSweeper.Adapters.Tests.Docker;

public sealed class DockerWordsTests
{
    private const string Id = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef";
    private const string OtherId = "fedcba9876543210fedcba9876543210fedcba9876543210fedcba9876543210";

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/srv/nanoclaw")]
    [InlineData("/srv/nanoclaw/")]
    public void The_slug_of_an_installation_is_eight_hex_digits_of_its_root(string root)
    {
        // printf %s /srv/nanoclaw | sha1sum
        InstallScope.ForRoot(root).ToString().ShouldBe("nanoclaw-install=34bf2073");
    }

    [Fact]
    public void A_label_covers_its_value_or_any()
    {
        var labels = new Dictionary<string, string> { ["team"] = "a=b" };

        InstallScope.Parse("team=a=b").Covers(labels).ShouldBeTrue();
        InstallScope.Parse("team").Covers(labels).ShouldBeTrue();
        InstallScope.Parse("team=a").Covers(labels).ShouldBeFalse();
        InstallScope.Parse("other").Covers(labels).ShouldBeFalse();
        InstallScope.Parse("team").Covers(null).ShouldBeFalse();
        Should.Throw<FormatException>(() => InstallScope.Parse("=x"));
    }

    [Theory]
    [InlineData("unix:///run/docker.sock", null, "unix:///run/docker.sock")]
    [InlineData(null, "tcp://10.0.0.1:2375", "tcp://10.0.0.1:2375")]
    [InlineData("tcp://engine", "unix:///x", "tcp://engine:2375")]
    public void The_configured_endpoint_comes_before_DOCKER_HOST(string? configured, string? environment, string expected) =>
        DockerEndpoint.Resolve(configured, name => name == "DOCKER_HOST" ? environment : null).ToString().ShouldBe(expected);

    [Fact]
    public void DOCKER_TLS_VERIFY_asks_for_TLS()
    {
        var endpoint = DockerEndpoint.Resolve("tcp://engine:2376", name => name == "DOCKER_TLS_VERIFY" ? "1" : null);

        endpoint.Address.Scheme.ShouldBe("https");
        endpoint.Address.Port.ShouldBe(2376);
    }

    [Theory]
    [InlineData("ssh://host")]
    [InlineData("docker.sock")]
    [InlineData("unix://")]
    [InlineData("")]
    public void An_address_that_is_none_says_what_was_expected(string address) =>
        Should.Throw<FormatException>(() => DockerEndpoint.Parse(address)).Message.ShouldContain("Expected unix://");

    [Fact]
    public void F32_a_host_that_sees_the_mounts_of_its_containers_is_in_none_of_them()
    {
        const string MountInfo =
            $"30 27 0:25 / /var/lib/docker/containers/{Id}/mounts/shm rw - tmpfs shm rw\n" +
            $"31 27 0:26 / /var/lib/docker/overlay2/{OtherId}/merged rw - overlay overlay rw\n";

        var own = OwnContainer.Parse(MountInfo, "0::/system.slice/actorsweeper.service\n", "server-1");

        own.Is(Id).ShouldBeFalse();
        own.Is(OtherId).ShouldBeFalse();
    }

    [Theory]
    [InlineData($"40 39 8:1 /var/lib/docker/containers/{Id}/hostname /etc/hostname rw - ext4 /dev/sda rw", "", "web")]
    [InlineData($"40 39 8:1 /containers/storage/overlay-containers/{Id}/userdata/hosts /etc/hosts rw - tmpfs tmpfs rw", "", "web")]
    [InlineData("", $"4:memory:/docker/{Id}\n", "web")]
    [InlineData("", $"0::/system.slice/docker-{Id}.scope\n", "web")]
    [InlineData("", $"0::/machine.slice/libpod-{Id}.scope/container\n", "web")]
    [InlineData("", "0::/\n", "0123456789ab")]
    public void F32_a_process_in_a_container_knows_which_from_any_of_three_places(string mountInfo, string groups, string host)
    {
        var own = OwnContainer.Parse(mountInfo, groups, host);

        own.Is(Id).ShouldBeTrue();
        own.Is(OtherId).ShouldBeFalse();
    }

    [Fact]
    public async Task Frames_are_joined_in_order_and_a_terminals_text_is_taken_as_it_is()
    {
        byte[] frames = [1, 0, 0, 0, 0, 0, 0, 3, .. "a\nb"u8, 2, 0, 0, 0, 0, 0, 0, 2, .. "c\n"u8];

        (await ReadAsync(frames)).ShouldBe("a\nbc\n");
        (await ReadAsync(Encoding.UTF8.GetBytes("plain text\n"))).ShouldBe("plain text\n");
        (await ReadAsync(Encoding.UTF8.GetBytes("short"))).ShouldBe("short");
        (await ReadAsync([])).ShouldBe("");
        (await ReadAsync([1, 0, 0, 0, 0, 0, 0, 9, .. "cut"u8])).ShouldBe("cut");
        await Should.ThrowAsync<DockerProtocolException>(() => ReadAsync([1, 0, 0, 0, 0, 0, 0, 1, (byte)'a', .. "12345678"u8]));
    }

    private static async Task<string> ReadAsync(byte[] bytes)
    {
        using var stream = new MultiplexedStream(new MemoryStream(bytes));
        return Encoding.UTF8.GetString(await stream.ReadOutputToEndAsync(1000, Cancellation));
    }
}
