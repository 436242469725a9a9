using System.Globalization;
using System.Text;
using FlowFunctions.Engine.Runs;
using FlowFunctions.Storage.Runs;

namespace FlowFunctions.Storage.Bench.Records;

/// <summary>Runs of a chain of ten steps, one of fifty failed, with a history of about 1.3 KB.</summary>
internal sealed class SampleRuns(int rate, int flows)
{
    public const string Workspace = "default";
    private static readonly DateTimeOffset Start = new(2026, 11, 20, 12, 0, 0, TimeSpan.Zero);
    private readonly Random _random = new(1);

    public DateTimeOffset TimeOf(int number) => Start + TimeSpan.FromSeconds((double)number / rate);

    public RunRecord Run(int number)
    {
        var at = TimeOf(number);
        var failed = number % 50 == 0;
        return new(
            new RunHeader
            {
                RunId = RunIds.New(at),
                Workspace = Workspace,
                FlowId = $"order-intake-{number % flows}",
                FlowVersion = 3,
                PlanHash = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
                Status = failed ? RunStatus.Failed : RunStatus.Succeeded,
                StartedAt = at,
                EndedAt = at + TimeSpan.FromMilliseconds(3),
                TriggerKind = "http",
                Error = failed ? new RunError("Http.500", "The server answered 500.", "charge") : null,
            },
            History(at)
        );
    }

    private byte[] History(DateTimeOffset at)
    {
        var text = new StringBuilder();
        for (var step = 0; step < 10; step++)
        {
            text.Append(
                    CultureInfo.InvariantCulture,
                    $"\n\u0008step-{step}\u0010\u0001\u0018{(char)(33 + _random.Next(90))}"
                )
                .Append((char)(33 + _random.Next(90)))
                .Append(CultureInfo.InvariantCulture, $"{at.ToUnixTimeMilliseconds() + step}\"")
                .Append(
                    CultureInfo.InvariantCulture,
                    $"{{\"total\":{_random.Next(100_000)},\"customer\":\"c-{_random.Next(1_000_000)}\","
                )
                .Append("\"items\":[{\"sku\":\"a-100\",\"quantity\":2}],\"currency\":\"EUR\"}");
        }

        return Encoding.UTF8.GetBytes(text.ToString());
    }
}
