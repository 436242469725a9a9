namespace FlowFunctions.Engine.Embedded.Journal;

/// <summary>
/// Writes segments one after the other. Every method may be called again after it has thrown, and then goes on where it failed.
/// </summary>
internal sealed class SegmentWriter : IDisposable
{
    private static readonly byte[] Zeros = new byte[64 * 1024];

    private readonly IJournalStorage _storage;
    private readonly JournalSettings _settings;
    private IJournalSegment _segment;
    private long _allocated;
    private bool _isFlushPending;
    private bool _isSuspect;

    /// <summary>Goes on where a journal ends; a torn end is cut off.</summary>
    /// <exception cref="JournalException">The journal cannot be written to.</exception>
    public SegmentWriter(IJournalStorage storage, JournalExtent extent, JournalSettings settings)
    {
        _storage = storage;
        _settings = settings;
        Number = Math.Max(extent.Last, 1);
        _segment = OpenSegment(extent.Length);
        Offset = Flushed = _allocated = Math.Max(extent.Length, JournalFormat.HeaderSize);
    }

    /// <summary>The segment being written.</summary>
    public int Number { get; private set; }

    /// <summary>Where the next record goes.</summary>
    public long Offset { get; private set; }

    /// <summary>How far the segment is known to be on disk.</summary>
    public long Flushed { get; private set; }

    public string Name => _storage.NameOf(Number);

    /// <summary>Makes the place for the next records.</summary>
    /// <returns>Why no room could be made ahead of them; they may fit all the same. Null when all is well.</returns>
    /// <exception cref="IOException">There is no place.</exception>
    public IOException? Prepare()
    {
        if (_isSuspect)
        {
            // After a failed flush nobody knows what is on disk, and the system tells of a lost page only once. So what was not
            // flushed before is cut off and goes to another segment.
            Seal(Flushed);
            Offset = Flushed;
            Roll();
            _isSuspect = false;
        }

        try
        {
            if (Offset >= _settings.SegmentBytes)
            {
                Roll();
            }

            Reserve();
            return null;
        }
        catch (IOException exception) when (JournalOutages.Of(exception) is not null && !_isSuspect)
        {
            return exception;
        }
    }

    /// <summary>Writes records behind the last ones.</summary>
    /// <exception cref="IOException">They could not all be written. Written again, they take the same place.</exception>
    public void Write(ReadOnlySpan<byte> records)
    {
        _isFlushPending = true;
        _segment.Write(records, Offset);
        Offset += records.Length;
        _allocated = Math.Max(_allocated, Offset);
    }

    /// <summary>Returns when everything written is on the disk.</summary>
    /// <exception cref="IOException">That is not certain. The records have to be written again.</exception>
    public void Flush()
    {
        _isSuspect = _settings.Durability == Durability.Flush;
        FlushSegment();
        Flushed = Offset;
        _isSuspect = _isFlushPending = false;
    }

    /// <summary>Takes back what could not be written: a part of it may stand in the file, where the next start would find it.</summary>
    /// <returns>Whether it is certain that nothing of it will be found.</returns>
    public bool TryDiscard()
    {
        try
        {
            Offset = _isSuspect ? Flushed : Offset;
            _segment.Truncate(Offset);
            _allocated = Offset;
            _segment.Flush();
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    /// <summary>Gives back the space behind the last record.</summary>
    public void Dispose()
    {
        try
        {
            if (_isFlushPending || _allocated > Offset)
            {
                Seal(_isSuspect ? Flushed : Offset);
            }
        }
        catch (Exception exception) when (exception is IOException or JournalException)
        {
            // Readers know the end of the records by themselves.
        }

        _segment.Dispose();
    }

    private void Reserve()
    {
        // Ahead by once to twice the reserve, so that most groups find it made and the reserve is there when the disk fills up.
        if (_allocated - Offset >= _settings.ReserveBytes)
        {
            return;
        }

        var target = Offset + (2L * _settings.ReserveBytes);
        while (_allocated < target)
        {
            var piece = (int)Math.Min(Zeros.Length, target - _allocated);
            _segment.Write(Zeros.AsSpan(0, piece), _allocated);
            _allocated += piece;
        }
    }

    private void Roll()
    {
        var next = CreateSegment(Number + 1);
        try
        {
            // Records in the next segment say that this one ends where it was cut.
            Seal(Offset);
        }
        catch
        {
            next.Dispose();
            throw;
        }

        _segment.Dispose();
        _segment = next;
        Number++;
        Offset = Flushed = _allocated = JournalFormat.HeaderSize;
    }

    private void Seal(long length)
    {
        _segment.Truncate(length);
        _allocated = length;
        FlushSegment();
    }

    /// <summary>What was acknowledged before it was flushed cannot be written again, so that failure is final.</summary>
    private void FlushSegment()
    {
        try
        {
            _segment.Flush();
        }
        catch (IOException exception) when (_settings.Durability == Durability.Buffered)
        {
            throw new JournalException(
                $"The journal file '{Name}' could not be flushed: {exception.Message} What was acknowledged since it was begun may "
                    + "be lost. Repair the disk, then restart.",
                exception
            );
        }
    }

    private IJournalSegment OpenSegment(long length)
    {
        try
        {
            var segment = length == 0 ? CreateSegment(Number) : _storage.Open(Number, length);

            // What was read may have been in the operating system's memory only.
            segment.Flush();
            return segment;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new JournalException(
                $"The journal file '{Name}' cannot be written: {exception.Message} Nothing was started. Make room, repair the disk or "
                    + "give this user access, then start again.",
                exception
            );
        }
    }

    private IJournalSegment CreateSegment(int number)
    {
        var segment = _storage.Create(number);
        try
        {
            segment.Write(JournalFormat.Header(number), 0);
            segment.Flush();
            return segment;
        }
        catch
        {
            segment.Dispose();
            throw;
        }
    }
}
