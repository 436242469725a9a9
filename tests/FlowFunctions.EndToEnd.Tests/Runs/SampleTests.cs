using System.Text.Json;
using FlowFunctions.EndToEnd.Tests.Processes;

namespace FlowFunctions.EndToEnd.Tests.Runs;

public sealed class SampleTests
{
    private static readonly string[] DiamondSteps = ["A", "B", "C", "D"];

    [Fact]
    public async Task Diamond_AsJson_HasTheDocumentedShape()
    {
        var end = await Flow.RunAsync("run", "samples/diamond/flow.json", "--input", "{\"n\":3}", "--json");

        Assert.Equal(0, end.ExitCode);
        var run = end.Json();
        Assert.NotEmpty(run.GetProperty("runId").GetString()!);
        Assert.Equal("Succeeded", run.Status());
        Assert.Equal("""{"apartMs":150,"n":3,"square":9}""", JsonSerializer.Serialize(run.GetProperty("output")));
        Assert.False(run.TryGetProperty("error", out _));
        Assert.Equal(DiamondSteps, run.GetProperty("steps").EnumerateArray().Select(Id));
        Assert.All(run.GetProperty("steps").EnumerateArray(), AssertSucceeded);
    }

    [Fact]
    public async Task Diamond_BothBranches_OverlapInTime()
    {
        var run = (await Flow.RunAsync("run", Flow.Sample("diamond"), "--input", "{\"n\":3}", "--json")).Json();

        var (b, c) = (run.Step("B"), run.Step("C"));
        Assert.True(Time(b, "startedAt") < Time(c, "endedAt") && Time(c, "startedAt") < Time(b, "endedAt"));
        Assert.True(Time(run.Step("D"), "startedAt") >= Time(c, "endedAt"));
    }

    [Theory]
    [InlineData("{\"orderId\":\"A-1001\"}", 59.75, false)]
    [InlineData("{\"orderId\":\"A-1002\"}", 1240, true)]
    public async Task OrderIntake_Order_IsPricedPaidAndReserved(string input, double total, bool isCreditChecked)
    {
        await using var services = await SampleServices.StartAsync();

        var end = await Flow.RunAsync("run", Flow.Sample("order-intake"), "--input", input, services.Env);

        Assert.Equal(0, end.ExitCode);
        Assert.Equal(total, end.Json().GetProperty("total").GetDouble());
        Assert.Equal(isCreditChecked, end.Json().GetProperty("creditChecked").GetBoolean());
        var requests = await services.EndAsync();
        Assert.Equal(isCreditChecked, requests.Contains("POST /credit-checks"));
        Assert.Single(requests, "POST /payments");
    }

    [Fact]
    public async Task RetryAndRecover_FailingServices_AreRetriedAndReplaced()
    {
        await using var services = await SampleServices.StartAsync();
        var sample = "retry-and-recover";

        var end = await Flow.RunAsync(
            "run",
            Flow.Sample(sample),
            "--input",
            Flow.SampleInput(sample),
            services.Env,
            "--json"
        );

        Assert.Equal(0, end.ExitCode);
        var run = end.Json();
        Assert.Equal(3, run.Step("payment").GetProperty("attempt").GetInt32());
        Assert.Equal("Failed", run.Step("reserve").Status());
        Assert.Equal("Http.409", run.GetProperty("output").GetProperty("because").GetString());
        Assert.Equal(3, (await services.EndAsync()).Count(static request => request == "POST /payments"));
    }

    [Fact]
    public async Task GithubWebhook_Push_IsSummedUp()
    {
        var sample = "github-webhook";

        var end = await Flow.RunAsync("run", Flow.Sample(sample), "--input", Flow.SampleInput(sample));

        Assert.True(end.ExitCode == 0, end.Error);
        Assert.StartsWith(
            "ada pushed 2 commit(s) by Ada, Grace to main of octo-org/shop:",
            end.Json().GetProperty("text").GetString(),
            StringComparison.Ordinal
        );
        Assert.Equal(".github/workflows/build.yml", end.Json().GetProperty("lookAt")[0].GetString());
    }

    [Theory]
    [InlineData("{\"approved\":true}", "Bought: A new coffee machine")]
    [InlineData("{\"approved\":false,\"by\":\"Ada\",\"comment\":\"too loud\"}", "Refused by Ada: too loud")]
    public async Task Approval_Decision_IsFollowed(string decision, string output)
    {
        var end = await Flow.RunAsync(
            "run",
            Flow.Sample("approval"),
            "--input",
            Flow.SampleInput("approval"),
            "--signal",
            $"decision={decision}"
        );

        Assert.Equal(0, end.ExitCode);
        Assert.Equal(output, end.Json().GetString());
    }

    [Fact]
    public async Task Approval_NobodyAnswers_LeavesThroughTimeout()
    {
        var end = await Flow.RunAsync(
            "run",
            Flow.Sample("approval"),
            "--input",
            """{"what":"A new coffee machine","patience":"50ms"}"""
        );

        Assert.Equal("Nobody answered within 50ms.", end.Json().GetString());
    }

    [Theory]
    [InlineData("""{"parcel":{"id":"P-1","kg":1.2}}""", 0, 6.1)]
    [InlineData("""{"parcels":[{"id":"P-1","kg":1.2}]}""", 1, null)]
    public async Task QueueWorker_AParcel_IsPricedAndAListNeedsAStorageAccount(
        string input,
        int exitCode,
        double? price
    )
    {
        var end = await Flow.RunAsync("run", Flow.Sample("queue-worker"), "--input", input);

        Assert.Equal(exitCode, end.ExitCode);
        if (price is { } expected)
        {
            Assert.Equal(expected, end.Json().GetProperty("price").GetDouble());
        }
        else
        {
            Assert.Contains("AzureWebJobsStorage", end.Error, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task CsvReport_OfTheServices_IsMadeByScripts()
    {
        await using var services = await SampleServices.StartAsync();
        var sample = "csv-report";

        var end = await Flow.RunAsync("run", Flow.Sample(sample), "--input", Flow.SampleInput(sample), services.Env);

        Assert.True(end.ExitCode == 0, end.Error);
        Assert.Equal(3886.25, end.Json().GetProperty("total").GetDouble());
        Assert.StartsWith("# Third quarter", end.Json().GetProperty("markdown").GetString(), StringComparison.Ordinal);
        Assert.Contains("sales | 91 lines", end.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task NightlyReport_Orders_AreAddedUpByRegion()
    {
        var sample = "nightly-report";

        var end = await Flow.RunAsync("run", Flow.Sample(sample), "--input", Flow.SampleInput(sample));

        Assert.True(end.ExitCode == 0, end.Error);
        Assert.Equal(35, end.Json().GetProperty("total").GetDouble());
        Assert.Equal("""["B-8","B-9"]""", JsonSerializer.Serialize(end.Json().GetProperty("unpaid")));
        Assert.Contains("| north | 15.00 |", end.Json().GetProperty("markdown").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task NightlyReport_Preview_FollowsTheClocksOfItsZone()
    {
        var end = await Flow.RunAsync(
            "triggers",
            "preview",
            "--file",
            Flow.Sample("nightly-report"),
            "--from=2026-10-24T00:00:00Z",
            "--count=3"
        );

        Assert.True(end.ExitCode == 0, end.Error);
        Assert.Equal(
            ["2026-10-24T02:30:00+02:00", "2026-10-25T02:30:00+02:00", "2026-10-26T02:30:00+01:00"],
            end.Output.TrimEnd('\n').Split('\n').Select(static line => line.Split('\t')[1])
        );
    }

    [Fact]
    public async Task Sign_WithASecret_NeverShowsIt()
    {
        var sample = "sign";
        using var run = ProgramRun.Start(
            "dotnet",
            [Flow.Assembly, "run", Flow.Sample(sample), "--input", Flow.SampleInput(sample)],
            environment: new Dictionary<string, string> { ["FLOW_SECRET_SIGNING_KEY"] = "correct horse battery" }
        );
        run.Input.Close();

        var end = await run.EndAsync();

        Assert.True(end.ExitCode == 0, end.Error);
        Assert.Equal(
            "f44e3eae165b24924a42d75f9897a3fb2479677aa5bf46433a82b400ae08b265",
            end.Json().GetProperty("signature").GetString()
        );
        Assert.Contains("sign | Signing with ***, which is *** in base64.", end.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("correct horse", end.Output + end.Error, StringComparison.Ordinal);
    }

    private static string? Id(JsonElement step) => step.GetProperty("id").GetString();

    private static void AssertSucceeded(JsonElement step)
    {
        Assert.Equal("Succeeded", step.Status());
        Assert.Equal(1, step.GetProperty("attempt").GetInt32());
        Assert.True(Time(step, "startedAt") <= Time(step, "endedAt"));
    }

    private static DateTimeOffset Time(JsonElement step, string name) => step.GetProperty(name).GetDateTimeOffset();
}
