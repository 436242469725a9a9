using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using FlowFunctions.Engine.DurableTask.Clients;
using FlowFunctions.Engine.DurableTask.Grpc;
using FlowFunctions.Engine.DurableTask.Tests.Clients;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.Engine.DurableTask.Tests.Grpc;

/// <summary>Backends that hang, and such that nobody should trust.</summary>
public sealed class GrpcBackendTests
{
    [Fact]
    public async Task Get_BackendHangs_IsGivenUpAfterTheTimeLimit()
    {
        await using var server = await RawGrpcServer.StartAsync(ScriptedHost.Hang);
        using var backend = new GrpcBackend(
            new()
            {
                Address = server.Address,
                Calls = new() { Timeout = TimeSpan.FromMilliseconds(40), FirstPause = TimeSpan.Zero },
            }
        );

        var unavailable = await Assert.ThrowsAsync<TaskHubUnavailableException>(async () =>
            await new GrpcTaskHubClient(backend).GetAsync("r")
        );

        Assert.Contains("no answer came within 0.04 s (3 attempts)", unavailable.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Get_CertificateNotTrusted_GetsNoToken()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var now = TimeProvider.System.GetUtcNow();
        using var certificate = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256).CreateSelfSigned(
            now.AddDays(-1),
            now.AddDays(1)
        );
        var calls = 0;
        var builder = WebApplication.CreateEmptyBuilder(new());
        builder.WebHost.UseKestrelCore();
        builder.WebHost.ConfigureKestrel(kestrel =>
            kestrel.Listen(IPAddress.Loopback, 0, listen => listen.UseHttps(certificate))
        );
        builder.Logging.ClearProviders();
        await using var server = builder.Build();
        server.Run(_ =>
        {
            calls++;
            return Task.CompletedTask;
        });
        await server.StartAsync();
        using var backend = new GrpcBackend(
            new()
            {
                Address = new($"https://localhost:{new Uri(server.Urls.First()).Port}"),
                Token = static _ => ValueTask.FromResult("s3cr3t"),
                Calls = new() { MaxAttempts = 1 },
            }
        );

        var unavailable = await Assert.ThrowsAsync<TaskHubUnavailableException>(async () =>
            await new GrpcTaskHubClient(backend).GetAsync("r")
        );

        Assert.Contains("its TLS connection cannot be made", unavailable.Message, StringComparison.Ordinal);
        Assert.Equal(0, calls);
    }
}
