using System.Net;
using System.Net.Sockets;
using FlowFunctions.Engine.DurableTask.Grpc;
using FlowFunctions.Engine.DurableTask.Protocol;
using FlowFunctions.Engine.DurableTask.Tests.Clients;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using static FlowFunctions.Engine.DurableTask.Tests.Grpc.RawGrpcServer;

namespace FlowFunctions.Engine.DurableTask.Tests.Grpc;

public sealed class GrpcChannelTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private static readonly CreateInstanceResponse Created = new() { InstanceId = "r" };

    [Fact]
    public async Task Call_Request_IsFramedAsTheProtocolSays()
    {
        await using var server = await RawGrpcServer.StartAsync(Answer(Frame(Created)));
        using var channel = new GrpcChannel(
            new()
            {
                Address = server.Address,
                TaskHub = "hub",
                WorkerId = "me,1",
                Token = static _ => ValueTask.FromResult("t0ken"),
            }
        );
        var request = new CreateInstanceRequest { InstanceId = "r", Name = "RunFlow" };

        var answer = await channel.CallAsync(TaskHubMethods.StartInstance, request, TimeSpan.FromSeconds(7), default);

        Assert.Equal(Created, answer);
        var headers = server.Headers.Single();
        Assert.Equal("application/grpc", headers["content-type"]);
        Assert.Equal("trailers", headers["te"]);
        Assert.Equal("7000m", headers["grpc-timeout"]);
        Assert.Equal("hub", headers["taskhub"]);
        Assert.Equal("hub", headers["durable-taskhub"]);
        Assert.Equal("me,1", headers["workerid"]);
        Assert.Equal("Bearer t0ken", headers["authorization"]);
        Assert.Equal(Frame(request), server.Bodies.Single());
    }

    [Theory]
    [InlineData(GrpcStatus.NotFound, "no%20such%20instance", "no such instance")]
    [InlineData(GrpcStatus.Unavailable, "gleich%20wieder%20da%3A%20%C3%BC", "gleich wieder da: ü")]
    [InlineData(GrpcStatus.Unknown, "100% sure %zz", "100% sure %zz")]
    public async Task Call_TrailersOnly_ThrowsTheStatus(object status, string sent, string detail)
    {
        await using var server = await RawGrpcServer.StartAsync(TrailersOnly((GrpcStatus)status, sent));

        var failed = await FailsAsync(server);

        Assert.Equal((GrpcStatus)status, failed.Status);
        Assert.Equal(detail, failed.Detail);
    }

    [Theory]
    [InlineData("5", "gone", GrpcStatus.NotFound, "gone")]
    [InlineData("6", null, GrpcStatus.AlreadyExists, "")]
    [InlineData("99", null, GrpcStatus.Unknown, "")]
    [InlineData("x", null, GrpcStatus.Unknown, "")]
    [InlineData(null, null, GrpcStatus.Internal, "an answer ended without a status")]
    public async Task Call_StatusInTrailers_IsThrown(string? sent, string? message, object status, string detail)
    {
        await using var server = await RawGrpcServer.StartAsync(Answer([], sent, message));

        var failed = await FailsAsync(server);

        Assert.Equal((GrpcStatus)status, failed.Status);
        Assert.Equal(detail, failed.Detail);
    }

    [Fact]
    public async Task Call_StatusAfterAMessage_IsThrown()
    {
        await using var server = await RawGrpcServer.StartAsync(Answer(Frame(Created), "13"));

        Assert.Equal(GrpcStatus.Internal, (await FailsAsync(server)).Status);
    }

    [Theory]
    [InlineData(400, GrpcStatus.Internal)]
    [InlineData(401, GrpcStatus.Unauthenticated)]
    [InlineData(403, GrpcStatus.PermissionDenied)]
    [InlineData(404, GrpcStatus.Unimplemented)]
    [InlineData(429, GrpcStatus.Unavailable)]
    [InlineData(502, GrpcStatus.Unavailable)]
    [InlineData(503, GrpcStatus.Unavailable)]
    [InlineData(500, GrpcStatus.Unknown)]
    [InlineData(200, GrpcStatus.Unknown)]
    public async Task Call_AnswerOfAProxy_IsTranslated(int http, object status)
    {
        await using var server = await RawGrpcServer.StartAsync(Http(http));

        Assert.Equal((GrpcStatus)status, (await FailsAsync(server)).Status);
    }

    [Fact]
    public async Task Call_BytesArriveOneByOne_AreOneMessage()
    {
        var sent = new CreateInstanceResponse { InstanceId = new('i', 300) };
        await using var server = await RawGrpcServer.StartAsync(async context =>
        {
            foreach (var one in Frame(sent))
            {
                await context.Response.Body.WriteAsync(new[] { one });
                await context.Response.Body.FlushAsync();
            }

            context.Response.AppendTrailer("grpc-status", "0");
        });
        using var channel = Channel(server);

        Assert.Equal(sent, await CallAsync(channel));
    }

    [Fact]
    public async Task Call_EightMegabytesEachWay_Arrive()
    {
        var text = new string('x', 8 * 1024 * 1024);
        var sent = new CreateInstanceResponse { InstanceId = text };
        await using var server = await RawGrpcServer.StartAsync(Answer(Frame(sent)));
        using var channel = Channel(server);
        var request = new CreateInstanceRequest { InstanceId = "r", Input = text };

        Assert.Equal(sent, await channel.CallAsync(TaskHubMethods.StartInstance, request, Timeout, default));
        Assert.Equal(Frame(request), server.Bodies.Single());
    }

    [Fact]
    public async Task Call_AnswerBeyondTheLimit_IsRefusedHere()
    {
        await using var server = await RawGrpcServer.StartAsync(
            Answer(Frame(new CreateInstanceResponse { InstanceId = new('x', 100) }))
        );
        using var channel = new GrpcChannel(new() { Address = server.Address, MaxMessageBytes = 99 });

        var failed = await Assert.ThrowsAsync<GrpcException>(async () => await CallAsync(channel));

        Assert.Equal(GrpcStatus.ResourceExhausted, failed.Status);
        Assert.True(failed.IsLocal);
        Assert.Contains("102 bytes, more than the limit of 99", failed.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Call_RequestBeyondTheLimit_IsNotSent()
    {
        await using var server = await RawGrpcServer.StartAsync(Answer(Frame(Created)));
        using var channel = new GrpcChannel(new() { Address = server.Address, MaxMessageBytes = 99 });
        var request = new CreateInstanceRequest { InstanceId = new('x', 100) };

        var failed = await Assert.ThrowsAsync<GrpcException>(async () =>
            await channel.CallAsync(TaskHubMethods.StartInstance, request, Timeout, default)
        );

        Assert.Equal(GrpcStatus.ResourceExhausted, failed.Status);
        Assert.Empty(server.Bodies);
    }

    [Fact]
    public async Task Call_AnswerDamaged_IsInternal()
    {
        var whole = Frame(Created);
        byte[][] answers =
        [
            [0, 0],
            whole[..^1],
            Frame(Created, flag: 1),
            [0, 0, 0, 0, 1, 0xFF],
            [.. whole, .. whole],
        ];
        foreach (var answer in answers)
        {
            await using var server = await RawGrpcServer.StartAsync(Answer(answer));

            Assert.Equal(GrpcStatus.Internal, (await FailsAsync(server)).Status);
        }
    }

    [Fact]
    public async Task Call_LengthBeyondAllBounds_IsRefused()
    {
        await using var server = await RawGrpcServer.StartAsync(Answer([0, 0xFF, 0xFF, 0xFF, 0xFF]));

        Assert.Equal(GrpcStatus.ResourceExhausted, (await FailsAsync(server)).Status);
    }

    [Fact]
    public async Task Call_ConnectionBrokenOff_MayHaveArrived()
    {
        await using var server = await RawGrpcServer.StartAsync(ScriptedHost.BreakOff);

        var failed = await FailsAsync(server);

        Assert.False(failed.NeverArrived);
        Assert.Contains(failed.Status, new[] { GrpcStatus.Internal, GrpcStatus.Cancelled, GrpcStatus.Unavailable });
    }

    [Fact]
    public async Task Call_NothingListens_NeverArrived()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var port = ((IPEndPoint)listener.LocalEndpoint).Port;
        listener.Stop();
        using var channel = new GrpcChannel(new() { Address = new($"http://127.0.0.1:{port}") });

        var failed = await Assert.ThrowsAsync<GrpcException>(async () => await CallAsync(channel));

        Assert.Equal(GrpcStatus.Unavailable, failed.Status);
        Assert.True(failed.NeverArrived);
    }

    [Fact]
    public async Task Call_ServerSpeaksHttp1Only_IsTold()
    {
        await using var server = await RawGrpcServer.StartAsync(HttpProtocols.Http1, Http(200));

        Assert.Equal("it does not speak HTTP/2 as gRPC needs it", (await FailsAsync(server)).Detail);
    }

    [Fact]
    public async Task Call_CallerGivesUp_IsCancelledAndTheServerSeesIt()
    {
        using var giveUp = new CancellationTokenSource();
        var seen = new TaskCompletionSource();
        await using var server = await RawGrpcServer.StartAsync(async context =>
        {
            await giveUp.CancelAsync();
            await ScriptedHost.Hang(context);
            seen.SetResult();
        });
        using var channel = Channel(server);

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () => await CallAsync(channel, giveUp.Token));
        await seen.Task.WaitAsync(Timeout);
    }

    [Fact]
    public async Task Call_NoTokenToBeHad_NeverArrived()
    {
        await using var server = await RawGrpcServer.StartAsync(Answer(Frame(Created)));
        using var channel = new GrpcChannel(
            new() { Address = server.Address, Token = static _ => throw new InvalidOperationException("no identity") }
        );

        var failed = await Assert.ThrowsAsync<GrpcException>(async () => await CallAsync(channel));

        Assert.True(failed.NeverArrived);
        Assert.Empty(server.Bodies);
    }

    [Fact]
    public async Task Stream_Messages_ComeWhileTheCallIsOpen()
    {
        var next = new SemaphoreSlim(0);
        await using var server = await RawGrpcServer.StartAsync(async context =>
        {
            for (var number = 0; number < 3; number++)
            {
                await context.Response.Body.WriteAsync(Frame(new WorkItem { CompletionToken = $"{number}" }));
                await context.Response.Body.FlushAsync();
                await next.WaitAsync(context.RequestAborted);
            }

            context.Response.AppendTrailer("grpc-status", "0");
        });
        using var channel = Channel(server);
        var tokens = new List<string>();

        await foreach (var item in channel.StreamAsync(TaskHubMethods.GetWorkItems, new(), default))
        {
            tokens.Add(item.CompletionToken);
            next.Release();
        }

        Assert.Equal(["0", "1", "2"], tokens);
    }

    [Fact]
    public async Task Stream_NothingButAGoodStatus_IsEmpty()
    {
        await using var server = await RawGrpcServer.StartAsync(TrailersOnly(GrpcStatus.Ok, ""));
        using var channel = Channel(server);

        Assert.Empty(await channel.StreamAsync(TaskHubMethods.StreamInstanceHistory, new(), default).ToListAsync());
    }

    [Fact]
    public async Task Stream_ManyMessagesInOnePiece_AreAllRead()
    {
        var items = Enumerable
            .Range(0, 500)
            .Select(static number => new WorkItem { CompletionToken = new('t', number) });
        await using var server = await RawGrpcServer.StartAsync(
            Answer([.. items.SelectMany(static item => Frame(item))])
        );
        using var channel = Channel(server);

        var lengths = await channel
            .StreamAsync(TaskHubMethods.GetWorkItems, new(), default)
            .Select(static item => item.CompletionToken.Length)
            .ToListAsync();

        Assert.Equal(Enumerable.Range(0, 500), lengths);
    }

    [Theory]
    [InlineData("http://scheduler.example.net", true)]
    [InlineData("ftp://scheduler.example.net", false)]
    public void Backend_TokenInTheClearOrOtherScheme_IsRefused(string address, bool token)
    {
        var options = new GrpcBackendOptions
        {
            Address = new(address),
            Token = token ? static _ => ValueTask.FromResult("SECRET") : null,
        };

        Assert.Throws<ArgumentException>(() => new GrpcBackend(options));
    }

    [Fact]
    public void Backend_TokenToThisMachine_IsAllowed()
    {
        using var backend = new GrpcBackend(
            new() { Address = new("http://localhost:4001"), Token = static _ => ValueTask.FromResult("t") }
        );

        Assert.NotNull(backend.Channel);
    }

    private static GrpcChannel Channel(RawGrpcServer server) => new(new() { Address = server.Address });

    private static ValueTask<CreateInstanceResponse> CallAsync(
        GrpcChannel channel,
        CancellationToken cancellationToken = default
    ) => channel.CallAsync(TaskHubMethods.StartInstance, new() { InstanceId = "r" }, Timeout, cancellationToken);

    private static async Task<GrpcException> FailsAsync(RawGrpcServer server)
    {
        using var channel = Channel(server);
        return await Assert.ThrowsAsync<GrpcException>(async () => await CallAsync(channel));
    }
}
