using System.Net;
using FlowFunctions.App.Hosting;
using FlowFunctions.App.Runs.Start;
using FlowFunctions.App.Tests.Apps;
using FlowFunctions.App.Tests.Triggers.Webhooks;
using FlowFunctions.App.Triggers;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Idempotency;
using Microsoft.Extensions.DependencyInjection;

namespace FlowFunctions.App.Tests.Runs.Start;

/// <summary>Two apps on the same storage, each with a journal of its own, that are asked for the same run.</summary>
[Collection(nameof(AppTests))]
public sealed class TwoAppsTests(AppFixture fixture) : IAsyncLifetime
{
    private const string ByBody = ",\"dedupe\":{\"key\":\"{{ trigger.body.n }}\"}";
    private const string Waits = """ "steps":{"wait":{"type":"waitForSignal","with":{"name":"go"}}} """;
    private static readonly ClaimSettings Quick = new("the third app") { Lease = TimeSpan.FromSeconds(1) };
    private FlowApp? _second;
    private HttpClient? _other;

    private HttpClient First => fixture.Client;

    private HttpClient Second => _other!;

    public async Task InitializeAsync()
    {
        _second = await fixture.StartAppAsync(fixture.NewFolder());
        _other = new HttpClient { BaseAddress = new Uri(_second.Address) };
    }

    public async Task DisposeAsync()
    {
        _other?.Dispose();
        await _second!.DisposeAsync();
    }

    [Fact]
    public async Task Deliveries_AtBothAtTheSameMoment_StartOneRunEach()
    {
        const int Deliveries = 60;
        var id = await First.HookAsync(ByBody, Waits);
        await UntilKnownAsync(id);

        var replies = await Task.WhenAll(
            Enumerable
                .Range(0, Deliveries)
                .SelectMany(n => new[] { First, Second, First, Second }.Select(app => DeliverAsync(app, id, n)))
        );

        Assert.Equal(Deliveries, replies.Distinct().Count());
        Assert.Equal(Deliveries, replies.Select(static reply => reply.Run).Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Deliveries, await First.CountRunsAsync(id) + await Second.CountRunsAsync(id));
    }

    [Fact]
    public async Task Requests_AtBothAtTheSameMoment_StartOneRunEach()
    {
        const int Requests = 30;
        var id = await First.PublishAsync(TestFlows.Waiting(AppFixture.NewId()));

        var runs = await Task.WhenAll(
            Enumerable.Range(0, Requests).SelectMany(n => new[] { First, Second }.Select(app => StartAsync(app, id, n)))
        );

        Assert.Equal(Requests, runs.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(Requests, await First.CountRunsAsync(id) + await Second.CountRunsAsync(id));
    }

    [Fact]
    public async Task Delivery_ThatTheOtherAppStarts_IsAnsweredOnceItHasBegun()
    {
        var id = await First.HookAsync(ByBody);
        await UntilKnownAsync(id);
        var claim = await ClaimAsync(id, "somebody else");

        var before = await Second.SendAsync(id, """{"n":1}""");
        Assert.True(await Claims.ConfirmAsync(claim));
        var after = await Second.SendAsync(id, """{"n":1}""");

        before.IsProblem(503, "Run.Starting");
        Assert.Equal((202, claim.RunId), (after.Status, after.Body.GetProperty("id").GetString()));
        Assert.Equal(0, await Second.CountRunsAsync(id));
    }

    [Fact]
    public async Task Delivery_WhoseStarterIsGone_IsStartedUnderTheSameId()
    {
        var id = await First.HookAsync(ByBody);
        await UntilKnownAsync(id);
        var claim = await ClaimAsync(id, "an app that was killed");

        await using var third = await fixture.StartAppAsync(
            fixture.NewFolder(),
            static builder => builder.Services.AddSingleton(Quick)
        );
        using var client = new HttpClient { BaseAddress = new Uri(third.Address) };
        var (_, run) = await DeliverAsync(client, id, 1);

        Assert.Equal(claim.RunId, run);
        Assert.Equal("Succeeded", (await client.UntilAsync($"/api/runs/{run}", IsThere)).Text("status"));
        Assert.False(await Claims.ConfirmAsync(claim));
    }

    [Fact]
    public async Task Delivery_WhoseStarterWasCutShort_IsTellingWhenItIsBack()
    {
        var id = await First.HookAsync(ByBody, Waits);
        await UntilKnownAsync(id);
        var folder = fixture.NewFolder();
        await using (var killed = await fixture.StartAppAsync(folder))
        {
            using var client = new HttpClient { BaseAddress = new Uri(killed.Address) };
            var run = await StartAsync(client, id, 0);

            // As if it had been killed before it could say that the run has begun.
            var starter = killed.Services.GetRequiredService<ClaimSettings>().Starter;
            await ClaimAsync(id, starter!, run);
        }

        await using var back = await fixture.StartAppAsync(folder);
        var settings = back.Services.GetRequiredService<ClaimSettings>();

        await UntilAsync(async () => await Claims.ListStartingAsync(settings.Starter!).CountAsync() == 0);
        var again = await Second.SendAsync(id, """{"n":1}""");
        Assert.Equal(202, again.Status);
        Assert.Equal(0, await Second.CountRunsAsync(id));
    }

    [Fact]
    public async Task Delivery_RefusedAfterAStartThatWasCutShort_KeepsTheKeyOfTheRun()
    {
        var (id, claim) = await PickyAsync();

        (await Second.SendAsync(id, """{"n":1}""")).IsProblem(400, "Trigger.Input");
        var taken = await Second.SendAsync(id, """{"n":1,"a":{"b":1}}""");

        Assert.Equal((202, claim.RunId), (taken.Status, taken.Body.GetProperty("id").GetString()));
        Assert.Equal(1, await Second.CountRunsAsync(id));
    }

    [Fact]
    public async Task Delivery_WouldBeRefusedNow_IsAnsweredByItsRunThatHasBegun()
    {
        var (id, claim) = await PickyAsync();
        Assert.True(await Claims.ConfirmAsync(claim));

        foreach (var body in (string[])["""{"n":1}""", """{"n":1,"a":{"b":1}}"""])
        {
            var reply = await Second.SendAsync(id, body);
            Assert.Equal((202, claim.RunId), (reply.Status, reply.Body.GetProperty("id").GetString()));
        }

        Assert.Equal(0, await Second.CountRunsAsync(id));
    }

    [Fact]
    public async Task Request_RunWasDeleted_StartsNoOther()
    {
        var id = await First.HookAsync();
        var run = await StartAsync(First, id, 0);
        var starter = fixture.App.Services.GetRequiredService<ClaimSettings>().Starter!;
        await UntilAsync(async () => !await Claims.ListStartingAsync(starter).AnyAsync(claim => claim.RunId == run));
        await First.UntilAsync($"/api/runs/{run}", IsThere);
        await fixture.StoredAsync();
        Assert.Equal(HttpStatusCode.NoContent, (await First.AskAsync(HttpMethod.Delete, $"/api/runs/{run}")).Status);

        Assert.Equal([run, run], [await StartAsync(First, id, 0), await StartAsync(Second, id, 0)]);
        Assert.Equal(0, await First.CountRunsAsync(id));
    }

    /// <summary>A hook that refuses bodies without <c>a.b</c>, and a delivery that the second app was about to start.</summary>
    private async Task<(string Id, IdempotencyClaim Claim)> PickyAsync()
    {
        var id = await First.HookAsync(ByBody + ",\"input\":{\"a\":\"{{ trigger.body.a.b }}\"}");
        await UntilKnownAsync(id);
        return (id, await ClaimAsync(id, _second!.Services.GetRequiredService<ClaimSettings>().Starter!));
    }

    private IdempotencyStore Claims => fixture.App.Services.GetRequiredService<IdempotencyStore>();

    private static bool IsThere(Answer answer) =>
        answer.Status == HttpStatusCode.OK && answer.Text("status") == "Succeeded";

    private static async Task UntilAsync(Func<Task<bool>> isSo)
    {
        while (!await isSo())
        {
            await Task.Delay(TimeSpan.FromMilliseconds(20));
        }
    }

    /// <summary>Sends until it is taken, as senders do.</summary>
    private static async Task<(int Delivery, string Run)> DeliverAsync(HttpClient app, string id, int n)
    {
        while (true)
        {
            var reply = await app.SendAsync(id, $$"""{"n":{{n}}}""");
            if (reply.Status == 202)
            {
                return (n, reply.Body.GetProperty("id").GetString()!);
            }

            Assert.Equal(503, reply.Status);
        }
    }

    private static async Task<string> StartAsync(HttpClient app, string flow, int n)
    {
        while (true)
        {
            var answer = await app.AskAsync(
                HttpMethod.Post,
                $"/api/flows/{flow}/runs",
                "{}",
                ("Idempotency-Key", $"{flow}-{n}")
            );
            if (answer.Status == HttpStatusCode.Accepted)
            {
                return answer.Text("id");
            }

            Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        }
    }

    private Task UntilKnownAsync(string flow) =>
        UntilAsync(() => Task.FromResult(Find(flow, _second!) is not null && Find(flow, fixture.App) is not null));

    private static ActiveTrigger? Find(string flow, FlowApp app) =>
        app.Services.GetRequiredService<TriggerRegistry>().Current.Find(new TriggerKey("default", flow, "hook"));

    private Task<IdempotencyClaim> ClaimAsync(string flow, string starter, string? runId = null)
    {
        var generation = Find(flow, fixture.App)!.Generation;
        return Claims.ClaimAsync(
            "default",
            $"\u0001{flow}.hook {generation} delivery 1",
            "",
            runId ?? RunIds.New(DateTimeOffset.UtcNow),
            TimeSpan.FromHours(1),
            starter
        );
    }
}
