namespace FlowFunctions.Engine.DurableTask.Turns;

/// <summary>Walks over the fields of a protobuf message without parsing what they hold.</summary>
/// <param name="message">The message.</param>
/// <param name="position">Where a field begins in it.</param>
internal ref struct WireFields(ReadOnlySpan<byte> message, int position = 0)
{
    private const int WireTypeBits = 3;
    private readonly ReadOnlySpan<byte> _message = message;
    private int _position = position;

    /// <summary>The end of the field that was reached.</summary>
    public readonly int Position => _position;

    /// <summary>The number of the field that was reached.</summary>
    public int Number { get; private set; }

    /// <summary>Where its bytes lie, if it has a length; else empty.</summary>
    public Range Content { get; private set; }

    /// <summary>Goes to the next field.</summary>
    /// <returns>False at the end.</returns>
    /// <exception cref="InvalidDataException">The message is damaged.</exception>
    public bool Next()
    {
        if (_position == _message.Length)
        {
            return false;
        }

        var tag = ReadVarint();
        Number = (int)(tag >> WireTypeBits);
        Content = default;
        switch (tag & 7)
        {
            case 0:
                ReadVarint();
                break;
            case 1:
                Advance(sizeof(ulong));
                break;
            case 2:
                var length = ReadVarint();
                var start = _position;
                Advance(length);
                Content = start.._position;
                break;
            case 5:
                Advance(sizeof(uint));
                break;
            default:
                throw Damaged();
        }

        return true;
    }

    private static InvalidDataException Damaged() => new("The message from the backend is damaged or cut short.");

    private ulong ReadVarint()
    {
        var value = 0UL;
        for (var shift = 0; shift < 64 && _position < _message.Length; shift += 7)
        {
            var next = _message[_position++];
            value |= (ulong)(next & 0x7F) << shift;
            if ((next & 0x80) == 0)
            {
                return value;
            }
        }

        throw Damaged();
    }

    private void Advance(ulong bytes)
    {
        if (bytes > (ulong)(_message.Length - _position))
        {
            throw Damaged();
        }

        _position += (int)bytes;
    }
}
