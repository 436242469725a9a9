using System.Reflection;
using System.Text;
using FlowFunctions.Flows.Compilation;

namespace FlowFunctions.Flows.Tests.Documentation;

public sealed class ProblemsPageTests
{
    [Fact]
    public void ProblemCodes_Constants_AreAllDescribedInOrder()
    {
        var constants = typeof(ProblemCodes)
            .GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetRawConstantValue()!);
        var described = ProblemCodes.All.Select(problem => problem.Code).ToArray();
        Assert.Subset(described.ToHashSet(), constants.ToHashSet());
        Assert.Equal(described.Order(StringComparer.Ordinal), described);
    }

    [Fact]
    public void ProblemsPage_OfAllCodes_IsUpToDate()
    {
        var page = new StringBuilder(
            """
            # Problems

            What `flow validate`, the API and the builder report about a flow. Codes are stable: programs may rely on them, while the
            messages may improve. A flow with an error has no plan; one with warnings only can run.

            """
        );
        foreach (var problem in ProblemCodes.All)
        {
            var severity = problem.Severity == ProblemSeverity.Warning ? " (warning)" : "";
            page.Append('\n').Append("## ").Append(problem.Code).Append(severity).Append("\n\n");
            page.Append(problem.Meaning).Append("\n\n").Append(problem.Remedy).Append('\n');
        }

        Page.AssertIs("docs/problems.md", page.ToString());
    }
}
