using System.Collections.Concurrent;
using FlowFunctions.Cli.Sources;
using FlowFunctions.Flows.Catalog;
using FlowFunctions.Flows.Compilation;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Cli.Run;

/// <summary>Finds the flows that subflow steps call: files near the flow that was started.</summary>
/// <param name="folder">The folder of the flow that was started.</param>
/// <param name="catalog">The step types.</param>
/// <param name="files">Where the files are kept that they use.</param>
internal sealed class CalledFlows(string folder, IStepCatalog catalog, RunFiles files)
{
    private static readonly string[] Patterns =
    [
        "{0}.json",
        "{0}.yaml",
        "{0}.yml",
        "{0}/flow.json",
        "{0}/flow.yaml",
        "../{0}/flow.json",
        "../{0}/flow.yaml",
    ];

    private readonly ConcurrentDictionary<string, Plan> _plans = new(StringComparer.Ordinal);

    /// <summary>The plan of a flow, or null when there is no file for it. Files have no workspace.</summary>
    /// <exception cref="InvalidUseException">The flow has errors, or its file holds a flow with another id.</exception>
    public async ValueTask<Plan?> ResolveAsync(string workspace, string flowId, CancellationToken cancellationToken)
    {
        if (_plans.TryGetValue(flowId, out var known))
        {
            return known;
        }

        string? other = null;
        foreach (var path in Patterns.Select(pattern => PathOf(pattern, flowId)).Where(File.Exists))
        {
            var file = await FlowFile.ReadAsync(path, catalog);
            if (file.Result.Document?.Id == flowId)
            {
                var plan = file.Plan ?? throw new InvalidUseException(FirstError(file));
                await files.KeepAsync(file);
                return _plans[flowId] = plan;
            }

            other ??= $"{path} has the id '{file.Result.Document?.Id}', not '{flowId}'. Correct one of the two.";
        }

        return other is null ? null : throw new InvalidUseException(other);
    }

    private string PathOf(string pattern, string flowId) =>
        Path.GetFullPath(Path.Combine(folder, pattern.Replace("{0}", flowId, StringComparison.Ordinal)));

    private static string FirstError(FlowFile file)
    {
        var first = file.Result.Problems.First(static problem => problem.Severity == ProblemSeverity.Error);
        return $"{file.Path} has errors. The first: {first.Message} 'flow validate {file.Path}' shows all.";
    }
}
