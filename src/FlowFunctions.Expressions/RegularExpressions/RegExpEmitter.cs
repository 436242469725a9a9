using System.Globalization;
using System.Text;

namespace FlowFunctions.Expressions.RegularExpressions;

/// <summary>
/// Writes a pattern for .NET over an alphabet's representatives. A repeated part that captures becomes a group itself:
/// ECMAScript forgets the captures of earlier rounds, and the last round's extent tells which those are.
/// </summary>
internal sealed class RegExpEmitter(Alphabet alphabet, bool lines, int groupCount)
{
    private readonly StringBuilder _output = new();
    private readonly Stack<int> _rounds = new();
    private int _emitted;

    /// <summary>For each ECMAScript group its number in .NET, and those of the repetitions around it.</summary>
    public (int Number, int[] Rounds)[] Groups { get; } = new (int, int[])[groupCount + 1];

    public string Emit(RegExpNode node)
    {
        Groups[0] = (0, []);
        Write(node);
        return _output.ToString();
    }

    private void Write(RegExpNode node)
    {
        switch (node)
        {
            case CharNode chars:
                WriteSet(chars.Set);
                break;
            case AssertionNode assertion:
                _output.Append(
                    assertion.Kind switch
                    {
                        AssertionKind.Start => lines ? "^" : @"\A",
                        AssertionKind.End => lines ? "$" : @"\z",
                        AssertionKind.WordBoundary => @"\b",
                        _ => @"\B",
                    }
                );
                break;
            case SequenceNode sequence:
                foreach (var item in sequence.Items)
                    Write(item);
                break;
            case AlternativesNode alternatives:
                WriteAlternatives(alternatives);
                break;
            case GroupNode group:
                Groups[group.Number] = (++_emitted, [.. _rounds]);
                WriteBracketed("(", group.Body);
                break;
            case RepeatNode repeat:
                WriteRepeat(repeat);
                break;
        }
    }

    private void WriteBracketed(string open, RegExpNode body)
    {
        _output.Append(open);
        Write(body);
        _output.Append(')');
    }

    private void WriteAlternatives(AlternativesNode node)
    {
        _output.Append("(?:");
        for (var i = 0; i < node.Items.Count; i++)
        {
            if (i > 0)
                _output.Append('|');
            Write(node.Items[i]);
        }
        _output.Append(')');
    }

    private void WriteRepeat(RepeatNode node)
    {
        var captures = node.Max != 1 && node.Body.All.Any(part => part is GroupNode);
        if (captures)
        {
            _rounds.Push(++_emitted);
            WriteBracketed("(", node.Body);
            _rounds.Pop();
        }
        else
            WriteBracketed("(?:", node.Body);
        var max = node.Max?.ToString(CultureInfo.InvariantCulture);
        _output.Append(CultureInfo.InvariantCulture, $"{{{node.Min},{max}}}{(node.Lazy ? "?" : "")}");
    }

    private void WriteSet(CharSet set)
    {
        var representatives = alphabet.Represent(set).ToArray();
        _output.Append(representatives.Length == 0 ? @"[^\0-\uFFFF" : "[");
        foreach (var c in representatives)
            _output.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:X4}");
        _output.Append(']');
    }
}
