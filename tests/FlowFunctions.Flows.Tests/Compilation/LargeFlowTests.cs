using System.Diagnostics;
using System.Globalization;
using System.Text;
using FlowFunctions.Flows.Compilation;

namespace FlowFunctions.Flows.Tests.Compilation;

public sealed class LargeFlowTests
{
    /// <summary>Far more than the half second it takes on a quiet machine, far less than a search per pair of steps would take.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public void Compile_ChainOf10000ThatRefersBack_TakesNoQuadraticTime()
    {
        var text = Flow(
            10_000,
            step =>
                step == 0 ? "1" : $"{{{{ [steps.s0.output, steps.s{step - 1}.output, steps.s{step / 2}.output] }}}}",
            step => step == 0 ? [] : [step - 1]
        );
        var plan = InTime(() => FlowCompilerTests.Plan(text));
        Assert.Single(plan.Root.Roots);
        Assert.Equal(3, plan.Root.Steps.Single(step => step.Id == "s9999").Needs.Length);
    }

    [Fact]
    public void Compile_FanOutOf10000_TakesNoQuadraticTime()
    {
        var text = Flow(10_000, step => step == 0 ? "1" : "{{ steps.s0.output }}", step => step == 0 ? [] : [0]);
        var plan = InTime(() => FlowCompilerTests.Plan(text));
        Assert.Equal(9_999, plan.Root.Steps[0].Outgoing.Length);
        Assert.Equal(9_999, plan.Root.Output.Needs.Length);
    }

    [Fact]
    public void Compile_CycleOf10000_IsReportedOnce()
    {
        var text = Flow(10_000, _ => "1", step => [(step + 9_999) % 10_000]);
        var problem = Assert.Single(InTime(() => FlowCompilerTests.Compile(text)).Problems);
        Assert.Equal(ProblemCodes.Cycle, problem.Code);
        Assert.Contains("s0 -> s1 -> s2 -> ", problem.Message, StringComparison.Ordinal);
        Assert.Contains("(9,981 more)", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compile_10000StepsThatReferAhead_ReportsEach()
    {
        var text = Flow(
            10_000,
            step => step == 9_999 ? "1" : $"{{{{ steps.s{step + 1}.output }}}}",
            step => step == 0 ? [] : [step - 1]
        );
        var problems = InTime(() => FlowCompilerTests.Compile(text)).Problems;
        Assert.Equal(9_999, problems.Count);
        Assert.All(problems, problem => Assert.Equal(ProblemCodes.NotUpstream, problem.Code));
        Assert.Equal(problems.OrderBy(problem => problem.Position!.Value.Line), problems);
    }

    [Theory]
    [InlineData(20_000, false)]
    [InlineData(20_001, true)]
    public void Compile_AtTheLimitOfSteps_RefusesMore(int steps, bool refused)
    {
        var result = InTime(() => FlowCompilerTests.Compile(Flow(steps, _ => "1", _ => [])));
        Assert.Equal(refused ? [ProblemCodes.TooLarge] : [], result.Problems.Select(problem => problem.Code));
        Assert.Equal(refused, result.Plan is null);
    }

    [Fact]
    public void Compile_ManyUnknownSteps_ReportsEach()
    {
        var text = Flow(5_000, step => $"{{{{ steps.t{step}.output }}}}", _ => []);
        var problems = InTime(() => FlowCompilerTests.Compile(text)).Problems;
        Assert.Equal(5_000, problems.Count(problem => problem.Code == ProblemCodes.UnknownStep));
    }

    private static T InTime<T>(Func<T> work)
    {
        var watch = Stopwatch.StartNew();
        var result = work();
        Assert.True(watch.Elapsed < Patience, $"It took {watch.Elapsed}.");
        return result;
    }

    private static string Flow(int steps, Func<int, string> body, Func<int, int[]> before)
    {
        var text = new StringBuilder("{\"id\": \"large\", \"steps\": {\n");
        var invariant = CultureInfo.InvariantCulture;
        for (var step = 0; step < steps; step++)
        {
            text.Append(step == 0 ? "" : ",\n")
                .Append(invariant, $"\"s{step}\": {{\"type\": \"call\", \"with\": {{\"body\": \"{body(step)}\"}}}}");
        }

        text.Append("}, \"edges\": [");
        var edges = Enumerable
            .Range(0, steps)
            .SelectMany(step => before(step).Select(from => $"\n{{\"from\": \"s{from}\", \"to\": \"s{step}\"}}"));
        return text.AppendJoin(",", edges).Append("]}").ToString();
    }
}
