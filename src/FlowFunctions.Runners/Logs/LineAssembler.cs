using System.Text;
using FlowFunctions.Runners.Calls;

namespace FlowFunctions.Runners.Logs;

/// <summary>Makes lines of what a process prints. A line may begin with a mark of its level, which starters write.</summary>
/// <param name="usual">The level of lines without a mark.</param>
/// <param name="write">Takes each line.</param>
internal sealed class LineAssembler(ScriptLogLevel usual, Action<ScriptLine> write)
{
    /// <summary>The longest line; what is longer goes on in the next one.</summary>
    public const int MaxLength = 16_000;

    /// <summary>Begins a mark.</summary>
    public const char Mark = '\x1e';

    private const int MarkLength = 2;

    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private readonly char[] _line = new char[MaxLength + MarkLength];
    private int _length;
    private ScriptLogLevel? _continuing;
    private string? _endMark;

    /// <summary>Whether the end mark has come since it was last asked for.</summary>
    public bool HasEnded { get; private set; }

    /// <summary>Waits for the end mark anew.</summary>
    /// <param name="mark">What is printed at the end.</param>
    public void Expect(string? mark)
    {
        _endMark = mark;
        HasEnded = false;
    }

    /// <summary>Takes more of what was printed.</summary>
    /// <param name="bytes">The bytes, as they came.</param>
    public void Add(ReadOnlySpan<byte> bytes)
    {
        Span<char> characters = stackalloc char[1024];
        while (!bytes.IsEmpty)
        {
            _decoder.Convert(bytes, characters, flush: false, out var used, out var made, out _);
            Add(characters[..made]);
            bytes = bytes[used..];
        }
    }

    /// <summary>Writes what stands there without an end of line.</summary>
    public void Flush()
    {
        Span<char> characters = stackalloc char[16];
        _decoder.Convert([], characters, flush: true, out _, out var made, out _);
        Add(characters[..made]);
        if (_length > 0)
        {
            End();
        }
    }

    private void Add(ReadOnlySpan<char> characters)
    {
        while (!characters.IsEmpty)
        {
            var end = characters.IndexOf('\n');
            Append(end < 0 ? characters : characters[..end]);
            if (end < 0)
            {
                return;
            }

            End();
            characters = characters[(end + 1)..];
        }
    }

    private void Append(ReadOnlySpan<char> characters)
    {
        while (!characters.IsEmpty)
        {
            var part = characters[..Math.Min(characters.Length, _line.Length - _length)];
            part.CopyTo(_line.AsSpan(_length));
            _length += part.Length;
            characters = characters[part.Length..];
            if (_length == _line.Length)
            {
                Cut();
            }
        }
    }

    // A pair of surrogates stays together.
    private void Cut()
    {
        var text = WithoutMark(_line.AsSpan(0, _length), out var level);
        var kept = text.Length > MaxLength ? text[MaxLength..] : [];
        text = text[..(text.Length - kept.Length)];
        if (char.IsHighSurrogate(text[^1]))
        {
            kept = _line.AsSpan(_length - kept.Length - 1, kept.Length + 1);
            text = text[..^1];
        }

        write(new ScriptLine(level, text.ToString(), IsContinued: true));
        _continuing = level;
        kept.CopyTo(_line);
        _length = kept.Length;
    }

    private void End()
    {
        var line = _line.AsSpan(0, _length);
        if (_endMark is not null && line.EndsWith(_endMark))
        {
            HasEnded = true;
            line = line[..^_endMark.Length];
            if (line.IsEmpty && _continuing is null)
            {
                _length = 0;
                return;
            }
        }

        var text = WithoutMark(line, out var level);
        write(new ScriptLine(level, (text.EndsWith('\r') ? text[..^1] : text).ToString()));
        _continuing = null;
        _length = 0;
    }

    private ReadOnlySpan<char> WithoutMark(ReadOnlySpan<char> line, out ScriptLogLevel level)
    {
        var marked = _continuing is null && line.Length >= MarkLength && line[0] == Mark ? Level(line[1]) : null;
        level = _continuing ?? marked ?? usual;
        return marked is null ? line : line[MarkLength..];
    }

    private static ScriptLogLevel? Level(char mark) =>
        mark switch
        {
            'D' => ScriptLogLevel.Debug,
            'I' => ScriptLogLevel.Info,
            'W' => ScriptLogLevel.Warning,
            'E' => ScriptLogLevel.Error,
            _ => null,
        };
}
