using Xunit.Abstractions;

namespace FlowFunctions.Engine.Embedded.Tests.Crashes;

public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Crashes = 2_000;

    private int _crashes;
    private int _seed;

    [Fact]
    public async Task Crash_AtAnyMomentOfAnyFlow_LosesAndRepeatsNothingAndEndsEveryRun()
    {
        // On threads of the pool, because xunit's own synchronisation context would take work away from the seeded scheduler.
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount).Select(_ => Task.Run(LiveAndCrash)));

        output.WriteLine($"{_crashes} crashes of {_seed} cases");
        Assert.True(_crashes >= Crashes);
    }

    private void LiveAndCrash()
    {
        while (Volatile.Read(ref _crashes) < Crashes)
        {
            var seed = Interlocked.Increment(ref _seed);
            try
            {
                var world = new CrashWorld(seed);
                world.Live(mostCrashes: 10);
                Interlocked.Add(ref _crashes, world.Crashes);
            }
            catch (Exception exception)
            {
                Volatile.Write(ref _crashes, Crashes);
                throw new InvalidOperationException($"Case {seed}: {exception.Message}", exception);
            }
        }
    }
}
