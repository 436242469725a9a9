using System.Globalization;

namespace FlowFunctions.App.Local;

/// <summary>Tells people how the start goes: a line for each phase with the time it took.</summary>
internal sealed class StartReport(TextWriter output, TimeProvider time)
{
    private readonly long _begin = time.GetTimestamp();

    /// <summary>The time since the start, for people.</summary>
    public string Elapsed => Text(time.GetElapsedTime(_begin));

    /// <summary>Says something.</summary>
    public void Say(string line) => output.WriteLine(line);

    /// <summary>Carries out a phase, then says what came of it and how long it took.</summary>
    /// <param name="name">What is prepared, in a word.</param>
    /// <param name="work">Prepares it.</param>
    /// <param name="result">Says what came of it.</param>
    public async Task<T> PhaseAsync<T>(string name, Func<Task<T>> work, Func<T, string> result)
    {
        var begin = time.GetTimestamp();
        var value = await work();
        Ended(name, result(value), time.GetElapsedTime(begin));
        return value;
    }

    /// <summary>A phase has ended.</summary>
    /// <param name="name">What was prepared, in a word.</param>
    /// <param name="result">What came of it.</param>
    /// <param name="took">How long it took.</param>
    public void Ended(string name, string result, TimeSpan took) => Say($"  {name, -10} {result}  ({Text(took)})");

    private static string Text(TimeSpan time) => time.TotalSeconds.ToString("0.0' s'", CultureInfo.InvariantCulture);
}
