using System.Globalization;

namespace FlowFunctions.Storage.Flows;

/// <summary>Keys of the table <c>flows</c> and the first part of names in the container of that name.</summary>
internal static class FlowKeys
{
    private const string FlowPrefix = "flow~";

    /// <summary>Comes after the key of every flow: ids are made of small letters, digits and hyphens.</summary>
    public const string AfterFlows = "flow~~";

    /// <summary>The partition of a workspace, whatever characters its name has.</summary>
    public static string Partition(string workspace) =>
        workspace.All(IsPlain)
            ? workspace
            : string.Concat(
                workspace.Select(static character => IsPlain(character) ? $"{character}" : Code(character))
            );

    public static string Flow(string flowId) => FlowPrefix + flowId;

    public static string Versions(string flowId) => $"version~{flowId}~";

    public static string Version(string flowId, string generation, int version) =>
        string.Create(CultureInfo.InvariantCulture, $"version~{flowId}~{generation}~{version:D10}");

    public static string Draft(string flowId) => $"draft~{flowId}";

    /// <summary>Ids of flows are slugs (<c>flow.schema.json</c>); nothing else is ever stored.</summary>
    public static bool IsFlowId(string flowId) =>
        flowId.Length is > 0 and <= 63
        && char.IsAsciiLetterLower(flowId[0])
        && flowId.All(static character =>
            char.IsAsciiLetterLower(character) || char.IsAsciiDigit(character) || character == '-'
        );

    private static bool IsPlain(char character) => char.IsAsciiLetterOrDigit(character) || character is '-' or '_';

    private static string Code(char character) => string.Create(CultureInfo.InvariantCulture, $"!{(int)character:x4}");
}
