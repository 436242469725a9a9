using YamlDotNet.Core;

namespace FlowFunctions.Flows.Text;

/// <summary>Says in plain words, and at the right place, what the YAML parser found wrong.</summary>
internal static class YamlSyntaxError
{
    private static readonly (string Found, string Words)[] Known =
    [
        ("did not find expected key", "expected 'name: value' here; check how far this line is indented"),
        ("expected '-' indicator", "expected '- ' here; check how far this line is indented"),
        ("invalid mapping", "a value must not hold ': '; put it in quotes"),
        ("cannot start any token", "a value must not start with this character; put it in quotes"),
        ("expected ',' or ']'", "a list that starts with '[' needs ',' or ']' here"),
        ("expected ',' or '}'", "an object that starts with '{' needs ',' or '}' here"),
        ("unexpected end of stream", "a quote is opened here and never closed"),
        ("unknown escape character", "an escape in this text is not one of YAML; double the '\\'"),
    ];

    public static void Report(YamlException error, TextSource source)
    {
        // For a tab the parser gives the place where the value around it starts.
        if (error.Message.Contains("tab", StringComparison.Ordinal) && FindTab(source.Text) is { } tab)
        {
            source.Report("Syntax", "Indent with spaces: YAML does not allow tabs there.", tab, "");
            return;
        }
        string words = Known
            .Where(one => error.Message.Contains(one.Found, StringComparison.Ordinal))
            .Select(one => one.Words)
            .FirstOrDefault(error.Message.TrimEnd('.'));
        int offset = (int)Math.Clamp(error.Start.Index, 0, source.Text.Length);
        source.Report("Syntax", $"This is not valid YAML: {words}.", offset, "");
    }

    /// <summary>The first tab in the indentation of a line.</summary>
    private static int? FindTab(string text)
    {
        bool indent = true;
        for (int i = 0; i < text.Length; i++)
        {
            if (indent && text[i] == '\t')
                return i;
            indent = text[i] is '\r' or '\n' || indent && text[i] == ' ';
        }
        return null;
    }
}
