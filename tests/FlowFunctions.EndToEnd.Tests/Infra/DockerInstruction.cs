namespace FlowFunctions.EndToEnd.Tests.Infra;

/// <summary>An instruction of a Dockerfile, on one line.</summary>
internal sealed record DockerInstruction(string Name, string Arguments)
{
    /// <summary>The instructions of a Dockerfile in their order; comments go, continued lines are joined.</summary>
    public static IReadOnlyList<DockerInstruction> Parse(string text) =>
        [
            .. string.Join('\n', text.Split('\n').Where(static line => !line.TrimStart().StartsWith('#')))
                .Replace("\\\n", " ", StringComparison.Ordinal)
                .Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(static line => line.Split(' ', 2))
                .Select(static parts => new DockerInstruction(parts[0], parts[1])),
        ];
}
