using FlowFunctions.EndToEnd.Tests.Processes;
using YamlDotNet.RepresentationModel;

namespace FlowFunctions.EndToEnd.Tests.Infra;

/// <summary>A YAML file of the repository.</summary>
internal static class YamlText
{
    public static YamlNode Load(params ReadOnlySpan<string> parts)
    {
        var yaml = new YamlStream();
        using var reader = new StreamReader(Repository.PathOf(parts));
        yaml.Load(reader);
        return yaml.Documents[0].RootNode;
    }

    /// <summary>A scalar's text, or null when it is not there.</summary>
    public static string? Scalar(YamlNode node, string name) =>
        node is YamlMappingNode map && map.Children.TryGetValue(name, out var value)
            ? ((YamlScalarNode)value).Value
            : null;
}
