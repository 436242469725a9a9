using FlowFunctions.App.FunctionsHost;
using FlowFunctions.Engine.Embedded.Tests.Engine;
using Microsoft.Extensions.Logging;

namespace FlowFunctions.App.Tests.FunctionsHost;

public sealed class HandlerStartsTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();
    private readonly ManualTime _time = new();

    [Fact]
    public void Add_StartsOfOneHost_AreCountedWithinHalfAnHour()
    {
        Assert.Equal(1, Add(1));
        _time.Advance(TimeSpan.FromMinutes(20));
        Assert.Equal(2, Add(1));
        Assert.Equal(1, Add(2));
        _time.Advance(TimeSpan.FromMinutes(9));
        Assert.Equal(3, Add(1));
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.Equal(3, Add(1));
        _time.Advance(TimeSpan.FromDays(1));
        Assert.Equal(1, Add(1));
    }

    [Fact]
    public void Add_FileThatIsDamaged_CountsWhatCanBeRead()
    {
        Add(7);
        File.AppendAllText(_file, "7 2026-11-20T1\n\0\0\n");

        Assert.Equal(2, Add(7));
    }

    [Fact]
    public void Add_VeryManyStarts_KeepsTheFileSmall()
    {
        for (var start = 0; start < 300; start++)
        {
            Add(start);
        }

        Assert.InRange(File.ReadAllLines(_file).Length, 1, 101);
    }

    [Fact]
    public async Task Warning_ThirdStart_IsAnError()
    {
        var log = new LevelLog();
        var settings = new FunctionsHostSettings(1, HostAddress: null) { StartsFile = _file };
        for (var start = 0; start < 3; start++)
        {
            Assert.Empty(log.Levels);
            await new CrashWarning(settings, _time, log).StartAsync(CancellationToken.None);
        }

        Assert.Equal([LogLevel.Error], log.Levels);
    }

    [Fact]
    public async Task Warning_FileThatCannotBeUsed_HoldsUpNoStart()
    {
        var log = new LevelLog();
        var settings = new FunctionsHostSettings(1, HostAddress: null)
        {
            StartsFile = Path.Combine(_file, "below-a-file"),
        };

        await new CrashWarning(settings, _time, log).StartAsync(CancellationToken.None);

        Assert.Equal([LogLevel.Warning], log.Levels);
    }

    public void Dispose() => File.Delete(_file);

    private int Add(int host) => new HandlerStarts(_file, _time).Add(host);

    /// <summary>Keeps the levels of what is logged.</summary>
    private sealed class LevelLog : ILogger<CrashWarning>
    {
        public List<LogLevel> Levels { get; } = [];

        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(
            LogLevel logLevel,
            EventId eventId,
            TState state,
            Exception? exception,
            Func<TState, Exception?, string> formatter
        ) => Levels.Add(logLevel);
    }
}
