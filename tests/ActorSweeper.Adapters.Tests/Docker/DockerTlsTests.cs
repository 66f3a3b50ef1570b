using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ActorSweeper.Adapters.Docker;
using ActorSweeper.Core.Containers;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Https;
using Microsoft.Extensions.Logging;

namespace ActorSweeper.Adapters.Tests.Docker;

public sealed class DockerTlsTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("as-tls-");

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task With_TLS_both_sides_prove_who_they_are_by_the_certificates_of_DOCKER_CERT_PATH()
    {
        using var authority = Authority("the authority");
        using var server = Issue(authority, "server");
        using var client = Issue(authority, "client");
        await using var daemon = await ServeAsync(server, authority);
        await WriteAsync(authority, client);

        using var engine = Engine(daemon.Urls.First());

        (await engine.DescribeAsync(Cancellation)).ShouldContain("API 1.41");
    }

    [Fact]
    public async Task An_engine_that_another_authority_vouches_for_is_not_talked_to()
    {
        using var authority = Authority("the authority");
        using var stranger = Authority("a stranger");
        using var server = Issue(stranger, "server");
        using var client = Issue(authority, "client");
        await using var daemon = await ServeAsync(server, authority);
        await WriteAsync(authority, client);

        using var engine = Engine(daemon.Urls.First());

        await Should.ThrowAsync<ContainerRuntimeException>(() => engine.DescribeAsync(Cancellation));
    }

    private static X509Certificate2 Authority(string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(true, false, 0, true));
        var now = TimeProvider.System.GetUtcNow();
        return request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
    }

    private static X509Certificate2 Issue(X509Certificate2 authority, string name)
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        using var certificate = request.Create(
            authority, new DateTimeOffset(authority.NotBefore), new DateTimeOffset(authority.NotAfter), [(byte)name.Length, 2, 3]);
        using var withKey = certificate.CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), null, X509KeyStorageFlags.Exportable);
    }

    private static async Task<WebApplication> ServeAsync(X509Certificate2 server, X509Certificate2 clients)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseKestrelHttpsConfiguration();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(https =>
        {
            https.ServerCertificate = server;
            https.ClientCertificateMode = ClientCertificateMode.RequireCertificate;
            https.ClientCertificateValidation = (certificate, _, _) => certificate.Issuer == clients.Subject;
        })));
        var daemon = builder.Build();
        daemon.Run(context =>
        {
            context.Response.Headers["Api-Version"] = "1.41";
            return context.Response.WriteAsync("""{"Version":"20.10","ApiVersion":"1.41"}""");
        });
        await daemon.StartAsync(Cancellation);
        return daemon;
    }

    private async Task WriteAsync(X509Certificate2 authority, X509Certificate2 client)
    {
        using var key = client.GetRSAPrivateKey();
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "ca.pem"), authority.ExportCertificatePem(), Cancellation);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "cert.pem"), client.ExportCertificatePem(), Cancellation);
        await File.WriteAllTextAsync(Path.Combine(_folder.FullName, "key.pem"), key!.ExportPkcs8PrivateKeyPem(), Cancellation);
    }

    private DockerEngine Engine(string address)
    {
        var endpoint = DockerEndpoint.Resolve(address.Replace("https", "tcp", StringComparison.Ordinal), name => name switch
        {
            "DOCKER_TLS_VERIFY" => "1",
            "DOCKER_CERT_PATH" => _folder.FullName,
            _ => null,
        });
        var seconds = TimeSpan.FromSeconds(20);
        return new DockerEngine(
            new DockerOptions(endpoint, InstallScope.Parse("a=b"), seconds, seconds, seconds), TimeProvider.System, new OwnContainer());
    }
}
