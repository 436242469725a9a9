using System.Text;
using System.Text.Json;

namespace FlowFunctions.Flows.Text;

/// <summary>Reads JSON in one pass: the places of its values, and what the parser of values would not tell.</summary>
internal sealed class JsonSource(TextSource source)
{
    // One more than allowed, so that the limit is found here and told in plain words.
    private static readonly JsonReaderOptions Options = new()
    {
        AllowTrailingCommas = true,
        CommentHandling = JsonCommentHandling.Skip,
        MaxDepth = TextSource.MaxDepth + 1,
    };

    private readonly byte[] bytes = Encoding.UTF8.GetBytes(source.Text);
    private readonly Stack<Level> open = new();
    private char[] buffer = [];
    private (string Name, int Start)? name;
    private TextNode? root;
    private bool unreadable;
    private int seenBytes;
    private int seenChars;

    public (TextNode, JsonElement)? Read()
    {
        if (string.IsNullOrWhiteSpace(source.Text))
        {
            source.Report("Empty", "There is nothing to read here: the text is empty.", 0, "");
            return null;
        }
        try
        {
            var reader = new Utf8JsonReader(bytes, Options);
            while (!unreadable && reader.Read())
                Take(ref reader);
            if (unreadable)
                return null;
            reader = new(bytes, Options);
            return (root!, JsonElement.ParseValue(ref reader));
        }
        catch (JsonException e)
        {
            source.Report("Syntax", Plain(e), Offset(e), Pointer());
            return null;
        }
    }

    private void Take(ref Utf8JsonReader reader)
    {
        int start = ToChars((int)reader.TokenStartIndex);
        switch (reader.TokenType)
        {
            case JsonTokenType.PropertyName:
                TakeName(ref reader, start);
                break;
            case JsonTokenType.StartObject:
                Open(new(start) { Members = new(StringComparer.Ordinal) });
                break;
            case JsonTokenType.StartArray:
                Open(new(start) { Items = [] });
                break;
            case JsonTokenType.EndObject or JsonTokenType.EndArray:
                open.Pop();
                break;
            case JsonTokenType.String:
                Attach(new(start) { Style = TextStyle.Json });
                Decode(ref reader, start);
                break;
            default:
                Attach(new(start));
                break;
        }
    }

    private void TakeName(ref Utf8JsonReader reader, int start)
    {
        string text = Decode(ref reader, start);
        var level = open.Peek();
        level.Name = text;
        name = (text, start);
        if (level.Node.Members!.TryGetValue(text, out var first))
            source.ReportDuplicate(text, first, start, Pointer());
    }

    private string Decode(ref Utf8JsonReader reader, int start)
    {
        if (!reader.ValueIsEscaped)
            return reader.TokenType == JsonTokenType.PropertyName ? Encoding.UTF8.GetString(reader.ValueSpan) : "";
        var text = JsonText.Decode(reader.ValueSpan, ref buffer);
        if (JsonText.FindLoneSurrogate(text) >= 0)
        {
            unreadable = true;
            source.Report(
                "InvalidText",
                "A '\\u' escape holds half of a surrogate pair; write both halves.",
                start,
                Pointer()
            );
        }
        return new(text);
    }

    private void Open(TextNode node)
    {
        Attach(node);
        open.Push(new(node));
        if (open.Count <= TextSource.MaxDepth)
            return;
        unreadable = true;
        source.ReportDepth(node.Start, "");
    }

    private void Attach(TextNode node)
    {
        root ??= node;
        if (!open.TryPeek(out var level))
            return;
        level.Node.Items?.Add(node);
        if (name is not var (key, start))
            return;
        node.KeyStart = start;
        level.Node.Members![key] = node;
        name = null;
    }

    private string Pointer() =>
        open.Reverse()
            .Aggregate(
                "",
                (pointer, level) =>
                    level.Node.Items is { } items ? JsonPointer.Append(pointer, Math.Max(0, items.Count - 1))
                    : level.Name is { } key ? JsonPointer.Append(pointer, key)
                    : pointer
            );

    /// <summary>Offset in UTF-16 code units; offsets only grow, so each stretch is counted once.</summary>
    private int ToChars(int offset)
    {
        seenChars += Encoding.UTF8.GetCharCount(bytes, seenBytes, offset - seenBytes);
        seenBytes = offset;
        return seenChars;
    }

    private int Offset(JsonException e)
    {
        int start = 0;
        for (long line = e.LineNumber ?? 0; line > 0; line--)
            start += bytes.AsSpan(start).IndexOf((byte)'\n') + 1;
        int offset = Math.Min(bytes.Length, start + (int)(e.BytePositionInLine ?? 0));
        return Encoding.UTF8.GetCharCount(bytes, 0, offset);
    }

    private static string Plain(JsonException e)
    {
        int end = e.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return $"This is not valid JSON: {(end < 0 ? e.Message : e.Message[..end])}";
    }

    private sealed record Level(TextNode Node)
    {
        public string? Name { get; set; }
    }
}
