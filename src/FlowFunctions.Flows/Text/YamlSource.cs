using System.Text.Json;
using YamlDotNet.Core;
using YamlDotNet.Core.Events;

namespace FlowFunctions.Flows.Text;

/// <summary>Reads YAML from the parser's events, so that every value keeps its place.</summary>
internal sealed class YamlSource(TextSource source)
{
    private const int MaxMergedKeys = 100_000;
    private const string MergeKey = "<<";
    private readonly YamlEvents parser = new(source.Text);
    private readonly Dictionary<string, TextNode?> anchors = new(StringComparer.Ordinal);
    private int mergedKeys;
    private bool unreadable;

    public (TextNode, JsonElement)? Read()
    {
        try
        {
            parser.Consume<StreamStart>();
            if (!parser.TryConsume<DocumentStart>(out _))
            {
                source.Report("Empty", "There is nothing to read here: the text is empty.", 0, "");
                return null;
            }
            var root = ReadNode("", 0);
            parser.Consume<DocumentEnd>();
            if (parser.TryConsume<DocumentStart>(out var second))
                Refuse("SeveralDocuments", "The text holds several documents ('---'); keep one.", second.Start, "");
            return unreadable ? null : ToJson(root);
        }
        catch (YamlException e)
        {
            YamlSyntaxError.Report(e, source);
            return null;
        }
    }

    private TextNode ReadNode(string pointer, int depth)
    {
        var next = parser.Current!;
        if (depth >= TextSource.MaxDepth && next is MappingStart or SequenceStart)
        {
            unreadable = true;
            source.ReportDepth(Offset(next.Start), pointer);
            parser.SkipThisAndNestedEvents();
            return new(Offset(next.Start));
        }
        return next switch
        {
            AnchorAlias => ReadAlias(pointer),
            Scalar => ReadScalar(pointer),
            SequenceStart => ReadSequence(pointer, depth),
            _ => ReadMapping(pointer, depth),
        };
    }

    private TextNode ReadAlias(string pointer)
    {
        var alias = parser.Consume<AnchorAlias>();
        int start = Offset(alias.Start);
        if (anchors.TryGetValue(alias.Value.Value, out var target) && target is not null)
            return new(start)
            {
                Members = target.Members,
                Items = target.Items,
                Text = target.Text,
                Literal = target.Literal,
            };
        string problem =
            target is null && anchors.ContainsKey(alias.Value.Value)
                ? $"'*{alias.Value}' stands inside the value that it refers to."
                : $"'*{alias.Value}' refers to '&{alias.Value}', which is not defined before it.";
        Refuse("Alias", problem, alias.Start, pointer);
        return new(start);
    }

    private TextNode ReadSequence(string pointer, int depth)
    {
        var start = parser.Consume<SequenceStart>();
        CheckTag(start, "seq", pointer);
        var node = new TextNode(Content(start)) { Items = [] };
        Announce(start);
        while (!parser.TryConsume<SequenceEnd>(out _))
            node.Items.Add(ReadNode(JsonPointer.Append(pointer, node.Items.Count), depth + 1));
        return Anchor(start, node);
    }

    private TextNode ReadMapping(string pointer, int depth)
    {
        var start = parser.Consume<MappingStart>();
        CheckTag(start, "map", pointer);
        var node = new TextNode(Content(start)) { Members = new(StringComparer.Ordinal) };
        var merges = new List<TextNode>();
        Announce(start);
        while (!parser.TryConsume<MappingEnd>(out _))
            ReadMember(node.Members, merges, pointer, depth);
        foreach (var merge in merges)
            Merge(merge, node.Members, pointer);
        return Anchor(start, node);
    }

    private void ReadMember(
        OrderedDictionary<string, TextNode> members,
        List<TextNode> merges,
        string pointer,
        int depth
    )
    {
        var key = parser.Current!;
        var name = ReadNode(pointer, depth + 1);
        string? text = name.Text ?? (name.Literal is null or "null" ? null : (key as Scalar)?.Value);
        if (text is null)
            Refuse("Key", "A name must be text; quote it if it is.", key.Start, pointer);
        string at = JsonPointer.Append(pointer, text ?? "");
        var value = ReadNode(at, depth + 1);
        value.KeyStart = name.Start;
        if (key is Scalar { Style: ScalarStyle.Plain, Value: MergeKey })
            merges.Add(value);
        else if (!members.TryAdd(text ?? "", value) && text is not null)
        {
            source.ReportDuplicate(text, members[text], name.Start, at);
            members[text] = value;
        }
    }

    /// <summary>Adds the members that are not set here; of several sources the first wins (YAML merge key).</summary>
    private void Merge(TextNode merge, OrderedDictionary<string, TextNode> members, string pointer)
    {
        foreach (var part in merge.Items ?? [merge])
        {
            mergedKeys += part.Members?.Count ?? 0;
            if (part.Members is null)
                Refuse("Merge", "'<<' takes an object, or a list of them, to merge in.", merge.Start, pointer);
            else if (mergedKeys > MaxMergedKeys)
                Refuse("TooManyAliases", $"'<<' merges more than {MaxMergedKeys} names in all.", merge.Start, pointer);
            else
                foreach (var (name, value) in part.Members)
                    members.TryAdd(name, value);
        }
    }

    private TextNode ReadScalar(string pointer)
    {
        var scalar = parser.Consume<Scalar>();
        int start = Content(scalar);
        string? tag = scalar.Tag.IsEmpty ? null : CheckTag(scalar, "scalar", pointer);
        bool resolve = tag is null ? scalar.Style == ScalarStyle.Plain : tag != "str";
        string? literal = resolve ? YamlScalar.ToJson(scalar.Value) : null;
        if (resolve && YamlScalar.IsNotFinite(scalar.Value))
            Refuse("Number", $"{scalar.Value} cannot be kept in JSON; quote it to mean text.", start, pointer);
        if (tag is not null and not "str" && !Agrees(tag, literal))
            Refuse("Tag", $"'{scalar.Value}' is not of the type '!!{tag}' that it is marked with.", start, pointer);
        var node = literal is null
            ? new TextNode(start) { Text = scalar.Value, Style = Style(scalar.Style) }
            : new TextNode(start) { Literal = literal };
        return Anchor(scalar, node);
    }

    /// <summary>The name of a core tag, or null when the node has none; any other tag is refused.</summary>
    private string? CheckTag(NodeEvent node, string kind, string pointer)
    {
        const string core = "tag:yaml.org,2002:";
        if (node.Tag.IsEmpty)
            return null;
        if (node.Tag.IsNonSpecific)
            return kind == "scalar" ? "str" : kind;
        string tag = node.Tag.Value;
        string name = tag.StartsWith(core, StringComparison.Ordinal) ? tag[core.Length..] : "";
        bool known = kind == "scalar" ? name is "str" or "int" or "float" or "bool" or "null" : name == kind;
        if (known)
            return name;
        Refuse("Tag", $"The tag '{tag}' is not known here; remove it.", node.Start, pointer);
        return "str";
    }

    private static bool Agrees(string tag, string? literal) =>
        literal switch
        {
            null => false,
            "null" => tag == "null",
            "true" or "false" => tag == "bool",
            _ => tag == "float" || tag == "int" && literal.AsSpan().IndexOfAny('.', 'e', 'E') < 0,
        };

    /// <summary>An anchor counts from here on, but is of no use before its value is complete.</summary>
    private void Announce(NodeEvent node)
    {
        if (!node.Anchor.IsEmpty)
            anchors[node.Anchor.Value] = null;
    }

    private TextNode Anchor(NodeEvent node, TextNode value)
    {
        if (!node.Anchor.IsEmpty)
            anchors[node.Anchor.Value] = value;
        return value;
    }

    /// <summary>Where a value itself starts, after its anchor and tag.</summary>
    private int Content(NodeEvent node)
    {
        int at = Offset(node.Start);
        if (node.Anchor.IsEmpty && node.Tag.IsEmpty)
            return at;
        string text = source.Text;
        while (at < text.Length && text[at] is '&' or '!')
        {
            while (at < text.Length && !char.IsWhiteSpace(text[at]))
                at++;
            while (at < text.Length && char.IsWhiteSpace(text[at]))
                at++;
        }
        return at;
    }

    private (TextNode, JsonElement)? ToJson(TextNode root)
    {
        var writer = new YamlJsonWriter(source);
        return writer.Write(root) is { } json ? (root, json) : null;
    }

    private void Refuse(string code, string message, Mark at, string pointer) =>
        Refuse(code, message, Offset(at), pointer);

    private void Refuse(string code, string message, int offset, string pointer)
    {
        unreadable = true;
        source.Report(code, message, offset, pointer);
    }

    private int Offset(Mark mark) => (int)Math.Clamp(mark.Index, 0, source.Text.Length);

    private static TextStyle Style(ScalarStyle style) =>
        style switch
        {
            ScalarStyle.SingleQuoted => TextStyle.SingleQuoted,
            ScalarStyle.DoubleQuoted => TextStyle.DoubleQuoted,
            ScalarStyle.Literal or ScalarStyle.Folded => TextStyle.Block,
            _ => TextStyle.Plain,
        };
}
