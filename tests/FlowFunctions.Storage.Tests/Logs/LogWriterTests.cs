using FlowFunctions.Engine.Embedded.Tests.Engine;
using FlowFunctions.Storage.Accounts;
using FlowFunctions.Storage.Logs;
using FlowFunctions.Storage.Tests.Local;
using FlowFunctions.Storage.Tests.Servers;

namespace FlowFunctions.Storage.Tests.Logs;

[Collection(nameof(StorageTests))]
public sealed class LogWriterTests(AzuriteFixture fixture)
{
    private const string Restart = "The app was restarted here; the attempt begins again.";
    private readonly ManualTime _time = new();
    private readonly LogKey _key = new(AzuriteFixture.NewName(), "run-1", "loop[3]/fetch", 1);

    private LogStore Store => new(fixture.Account, _time);

    [Fact]
    public async Task Lines_Written_AreJsonInTheirOrder()
    {
        await using (var log = Store.Open(_key))
        {
            log.Write(StepLogLevel.Info, "plain");
            _time.Advance(TimeSpan.FromMilliseconds(7));
            log.Write(StepLogLevel.Error, "two\nlines, \"quoted\" <ü> \ud83d\ude00");
            log.Write(StepLogLevel.Debug, "");
            log.Write(StepLogLevel.Warning, new string('x', 100_000));
            await log.DisposeAsync();
            log.Write(StepLogLevel.Info, "too late");
            Assert.True(log.IsComplete);
        }

        var lines = LogBench.Lines((await Store.ReadAsync(_key))!).ToArray();
        Assert.Equal(
            [
                ("2026-01-01T00:00:00.000Z", "info", "plain"),
                ("2026-01-01T00:00:00.007Z", "error", "two\nlines, \"quoted\" <ü> \ud83d\ude00"),
                ("2026-01-01T00:00:00.007Z", "debug", ""),
                ("2026-01-01T00:00:00.007Z", "warning", new string('x', 15_999) + '…'),
            ],
            lines.Select(static line =>
                (
                    line.GetProperty("at").GetString(),
                    line.GetProperty("level").GetString(),
                    line.GetProperty("text").GetString()
                )
            )
        );
    }

    [Fact]
    public async Task Line_Alone_IsStoredAfterASecond()
    {
        await using var log = Store.Open(_key);
        log.Write(StepLogLevel.Info, "first");
        var due = await DueAsync();

        Assert.Equal(_time.GetUtcNow().AddSeconds(1), due);
        Assert.Null(await Store.ReadAsync(_key));
        var length = await Store.GrowAsync(_key, 0, _time);
        log.Write(StepLogLevel.Info, "second");
        await Store.GrowAsync(_key, length, _time);

        Assert.Equal(["first", "second"], await Store.TextsAsync(_key));
    }

    [Fact]
    public async Task Lines_64KB_AreStoredAtOnce()
    {
        await using var log = Store.Open(_key);
        for (var i = 0; i < 5; i++)
        {
            log.Write(StepLogLevel.Info, new string('x', 15_000));
        }

        Assert.True(await Store.GrowAsync(_key, 0) > 64 * 1024);
    }

    [Fact]
    public async Task Log_OpenedAgain_GoesOnAfterAMark()
    {
        foreach (var text in (string[])["before the crash", "after it"])
        {
            await using var log = Store.Open(_key);
            log.Write(StepLogLevel.Info, text);
        }

        Assert.Equal(["before the crash", Restart, "after it"], await Store.TextsAsync(_key));
    }

    [Fact]
    public async Task Log_TwoWriters_KeepAllLines()
    {
        await using (var one = Store.Open(_key))
        await using (var other = Store.Open(_key))
        {
            one.Write(StepLogLevel.Info, "1");
            other.Write(StepLogLevel.Info, "2");
            await Store.GrowAsync(_key, 0, _time);
            one.Write(StepLogLevel.Info, "3");
            other.Write(StepLogLevel.Info, "4");
        }

        var texts = (await Store.TextsAsync(_key)).Where(static text => text != Restart);
        Assert.Equal(["1", "2", "3", "4"], texts.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Log_TooLong_EndsWithAMark()
    {
        await using (var log = Store.Open(_key, new LogLimits { MaxBytes = 10_000 }))
        {
            for (var i = 0; i < 300; i++)
            {
                log.Write(StepLogLevel.Info, new string('x', 50));
            }

            await Store.GrowAsync(_key, 0, _time);
            log.Write(StepLogLevel.Info, "more");
            Assert.False(log.IsComplete);
        }

        var texts = await Store.TextsAsync(_key);
        Assert.StartsWith("The log ends here: 0 MB of an attempt's log are kept", texts[^1], StringComparison.Ordinal);
        Assert.All(texts[..^1], static text => Assert.Equal(new string('x', 50), text));
        Assert.InRange((await Store.ReadAsync(_key))!.Length, 9_800, 10_300);
    }

    [Fact]
    public async Task Log_TooManyParts_EndsWithAMark()
    {
        for (var i = 0; i < 12; i++)
        {
            await using var log = Store.Open(_key, new LogLimits { MaxBlocks = 5 });
            log.Write(StepLogLevel.Info, $"{i}");
        }

        var texts = await Store.TextsAsync(_key);
        Assert.Equal(["0", "1", "2", "3", "4"], texts[..^1].Where(static text => text != Restart));
        Assert.StartsWith("The log ends here: it was added to 5 times", texts[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(9_998, 1)]
    [InlineData(9_999, 4)]
    [InlineData(25_000, 16)]
    [InlineData(49_999, 256)]
    public void Interval_ManyParts_IsLonger(int blocks, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), new LogLimits().FlushInterval(blocks));

    [Fact]
    public async Task Append_AnswerLost_IsStoredOnce()
    {
        var appends = 0;
        await using var server = await AnsweringServer.StartAsync(
            async (context, _) =>
            {
                await Forwarding.SendAsync(context, fixture.Azurite.BlobEndpoint);
                if (context.Request.Query["comp"] == "appendblock" && Interlocked.Increment(ref appends) == 1)
                {
                    context.Abort();
                }
            }
        );
        var store = new LogStore(StorageAccount.Connect(Endpoints.ConnectionString(server.Address)), _time);

        await using (var log = store.Open(_key))
        {
            log.Write(StepLogLevel.Info, "once");
        }

        Assert.Equal(2, appends);
        Assert.Equal(["once"], await Store.TextsAsync(_key));
    }

    [Fact]
    public async Task Storage_AwayForAWhile_LinesBeyondTheBufferAreCounted()
    {
        var isAway = true;
        var refused = new TaskCompletionSource();
        await using var server = await AnsweringServer.StartAsync(
            (context, _) =>
            {
                if (!isAway)
                {
                    return Forwarding.SendAsync(context, fixture.Azurite.BlobEndpoint);
                }

                context.Response.StatusCode = 403;
                refused.TrySetResult();
                return Task.CompletedTask;
            }
        );
        var store = new LogStore(StorageAccount.Connect(Endpoints.ConnectionString(server.Address)), _time);
        await using var log = store.Open(_key, new LogLimits { BufferBytes = 100 });

        log.Write(StepLogLevel.Info, "kept until storage is back");
        await _time.UntilDoneAsync(refused.Task, TimeSpan.FromSeconds(1));
        for (var i = 0; i < 10; i++)
        {
            log.Write(StepLogLevel.Info, $"{i}");
        }

        isAway = false;
        await Store.GrowAsync(_key, 200, _time);
        Assert.False(log.IsComplete);
        Assert.Equal(
            [
                "kept until storage is back",
                "0",
                "1",
                "8 lines are missing here: they came faster than they could be stored.",
            ],
            await Store.TextsAsync(_key)
        );
    }

    [Fact]
    public async Task Dispose_StorageAway_EndsAndIsNotComplete()
    {
        await using var server = await AnsweringServer.RefusingAsync(403, "Refused");
        var store = new LogStore(StorageAccount.Connect(Endpoints.ConnectionString(server.Address)), _time);
        var log = store.Open(_key);
        log.Write(StepLogLevel.Info, "lost");

        await log.DisposeAsync();

        Assert.False(log.IsComplete);
    }

    [Fact]
    public async Task Dispose_StorageSilent_EndsAfterTenSeconds()
    {
        var asked = new TaskCompletionSource();
        await using var server = await AnsweringServer.StartAsync(
            (context, _) =>
            {
                asked.TrySetResult();
                return Task.Delay(Timeout.Infinite, context.RequestAborted);
            }
        );
        var store = new LogStore(StorageAccount.Connect(Endpoints.ConnectionString(server.Address)), _time);
        var log = store.Open(_key);
        log.Write(StepLogLevel.Info, "lost");

        var disposal = log.DisposeAsync().AsTask();
        await asked.Task;
        Assert.False(disposal.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(10));
        await disposal;

        Assert.False(log.IsComplete);
    }

    private async Task<DateTimeOffset> DueAsync()
    {
        while (true)
        {
            if (_time.NextDue is { } due)
            {
                return due;
            }

            await Task.Yield();
        }
    }
}
