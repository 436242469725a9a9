using System.Text.Json;
using FlowFunctions.Flows.Text;

namespace FlowFunctions.Flows.Tests.Text;

/// <summary>Texts with random damage: reading them ends in a document or in a problem, never in an exception.</summary>
public sealed class DamagedTextTests
{
    private const int Cases = 6_000;
    private const string Json = """
        { "a": [1, -2.5e3, true, null, "x\n\u00e4😀"], /* c */ "b": { "c": {}, "d": [[]] }, // e
          "long": "{{ steps.a.output }}", }
        """;

    private const string Yaml = """
        %YAML 1.2
        ---
        # comment
        base: &base {a: 1, "b": [x, 'it''s', "q\n\u00e4"]}
        copy: *base
        merged:
          <<: *base
          text: |-
            line 1
              line 2
          folded: >+
            one
            two

          plain: some text
            goes on
        ? key
        : - 0x1F
          - !!str 5
          - ~
          - 😀
        """;

    private static readonly string[] Pieces =
    [
        "\t",
        " ",
        "\n",
        "\r",
        "\"",
        "'",
        "{",
        "}",
        "[",
        "]",
        ":",
        ": ",
        ",",
        "- ",
        "#",
        "&a ",
        "*a",
        "*base",
        "<<: ",
        "!",
        "!!int ",
        "|",
        ">",
        "?",
        "%",
        "@",
        "\\",
        "\\u",
        "\\ud800",
        "---",
        "...",
        "~",
        "\0",
        "\uFEFF",
        "\uD800",
        "\u2028",
        "😀",
        "1",
        "/*",
        "//",
    ];

    [Theory]
    [InlineData(TextFormat.Json, Json, 1)]
    [InlineData(TextFormat.Yaml, Yaml, 2)]
    public void Read_DamagedText_EndsInADocumentOrAProblem(TextFormat format, string text, int seed)
    {
        var random = new Random(seed);
        int documents = 0;
        for (int i = 0; i < Cases; i++)
        {
            string damaged = Damage(text, random);
            var problems = new List<TextProblem>();
            var document = TextDocument.Read(damaged, format, problems);
            Assert.All(problems, problem => Assert.False(string.IsNullOrWhiteSpace(problem.Message)));
            if (document is null)
                Assert.NotEmpty(problems);
            else
            {
                documents++;
                LocateAll(
                    document,
                    damaged
                        .TrimStart('\uFEFF')
                        .Replace("\r\n", "\n", StringComparison.Ordinal)
                        .Replace('\r', '\n')
                        .Split('\n'),
                    document.Root,
                    ""
                );
            }
        }
        Assert.InRange(documents, Cases / 20, Cases * 19 / 20);
    }

    private static void LocateAll(TextDocument document, string[] lines, JsonElement value, string pointer)
    {
        Assert.NotNull(document.Locate(pointer));
        Assert.NotNull(document.LocateKey(pointer));
        if (value.ValueKind == JsonValueKind.String)
            LocateCharacters(document, lines, value.GetString()!, pointer);
        else if (value.ValueKind == JsonValueKind.Array)
            foreach (var (i, item) in value.EnumerateArray().Index())
                LocateAll(document, lines, item, JsonPointer.Append(pointer, i));
        else if (value.ValueKind == JsonValueKind.Object)
            foreach (var property in value.EnumerateObject())
                LocateAll(document, lines, property.Value, JsonPointer.Append(pointer, property.Name));
    }

    private static void LocateCharacters(TextDocument document, string[] lines, string value, string pointer)
    {
        for (int i = -1; i <= value.Length + 1; i++)
        {
            var (line, column) = document.Locate(pointer, i)!.Value;
            if (i < 0 || i >= value.Length || char.IsWhiteSpace(value[i]))
                continue;
            // A character stands for itself, or there is an escape or an alias in its place.
            char found = lines[line - 1][column - 1];
            Assert.True(
                found == value[i] || found is '\\' or '*',
                $"{found} at {line}:{column} for {value[i]} in {string.Join("\n", lines)}"
            );
        }
    }

    private static string Damage(string text, Random random)
    {
        for (int count = random.Next(1, 4); count > 0; count--)
        {
            int at = random.Next(text.Length);
            int length = Math.Min(random.Next(4), text.Length - at);
            string piece = random.Next(3) == 0 ? "" : Pieces[random.Next(Pieces.Length)];
            text = string.Concat(text.AsSpan(0, at), piece, text.AsSpan(at + length));
        }
        return text;
    }
}
