using System.Buffers;
using System.Text;

namespace FlowFunctions.Secrets.Masking.Decoding;

/// <summary>Collects a decoded text in lent memory.</summary>
internal ref struct DecodedText
{
    private readonly char[] _text;
    private readonly int[] _starts;
    private readonly int[] _ends;
    private int _length;

    /// <param name="capacity">The length of what is decoded: no escape is shorter than what it stands for.</param>
    public DecodedText(int capacity)
    {
        _text = ArrayPool<char>.Shared.Rent(capacity);
        _starts = ArrayPool<int>.Shared.Rent(capacity);
        _ends = ArrayPool<int>.Shared.Rent(capacity);
    }

    /// <summary>Whether it is another text than what was decoded.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>What has been decoded so far.</summary>
    public readonly TextView View =>
        new(_text.AsSpan(0, _length), _starts.AsSpan(0, _length), _ends.AsSpan(0, _length));

    /// <summary>Adds characters that stand for themselves.</summary>
    public void Copy(in TextView source, int start, int end)
    {
        source.Text[start..end].CopyTo(_text.AsSpan(_length));
        for (var i = start; i < end; i++)
        {
            _starts[_length] = source.StartOf(i);
            _ends[_length++] = source.EndOf(i);
        }
    }

    /// <summary>Adds a character that is written as others.</summary>
    public void Add(char character, in TextView source, int start, int end)
    {
        _text[_length] = character;
        _starts[_length] = source.StartOf(start);
        _ends[_length++] = source.EndOf(end - 1);
        IsChanged = true;
    }

    /// <summary>Adds a character of one or two halves that is written as others.</summary>
    public void Add(Rune rune, in TextView source, int start, int end)
    {
        Span<char> characters = stackalloc char[2];
        foreach (var character in characters[..rune.EncodeToUtf16(characters)])
        {
            Add(character, source, start, end);
        }
    }

    /// <summary>Leaves characters out.</summary>
    public void Skip() => IsChanged = true;

    /// <summary>Gives the memory back.</summary>
    public readonly void Dispose()
    {
        ArrayPool<char>.Shared.Return(_text);
        ArrayPool<int>.Shared.Return(_starts);
        ArrayPool<int>.Shared.Return(_ends);
    }
}
