using Xunit.Abstractions;

namespace FlowFunctions.Engine.Embedded.Tests.Crashes;

public sealed class CrashTests(ITestOutputHelper output)
{
    private const int Crashes = 2_000;

    [Fact]
    public void Crash_AtAnyMomentOfAnyFlow_LosesAndRepeatsNothingAndEndsEveryRun()
    {
        var (crashes, seed, segments) = (0, 0, 0);
        Parallel.For(
            0,
            Environment.ProcessorCount,
            _ =>
            {
                while (Volatile.Read(ref crashes) < Crashes)
                {
                    var number = Interlocked.Increment(ref seed);
                    var world = new CrashWorld(number);
                    Live(world, number);
                    Interlocked.Add(ref crashes, world.Crashes);
                    segments = Math.Max(segments, world.MostSegments);
                }
            }
        );
        output.WriteLine($"{crashes} crashes of {seed} cases; at most {segments} segments");
        Assert.True(crashes >= Crashes);
    }

    private static void Live(CrashWorld world, int seed)
    {
        try
        {
            world.Live(mostCrashes: 10);
        }
        catch (Exception exception)
        {
            throw new InvalidOperationException($"Case {seed}: {exception.Message}", exception);
        }
    }
}
