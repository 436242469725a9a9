namespace FlowFunctions.Expressions.RegularExpressions;

/// <summary>
/// What a way through a pattern noted of its captures, newest first; ways share what they noted before they parted.
/// </summary>
internal sealed class CaptureNote(int firstSlot, int lastSlot, int position, CaptureNote? before)
{
    /// <summary>What a note counts for: less than it takes, because most are dropped soon.</summary>
    public const int Bytes = 16;

    private const int NotSeen = -2;

    /// <summary>The newest position of each slot, or -1.</summary>
    public int[] Resolve(int slots)
    {
        var positions = new int[slots];
        Array.Fill(positions, NotSeen);
        for (var note = this; note is not null; note = note.Before)
            note.Fill(positions);
        return Array.ConvertAll(positions, found => Math.Max(found, -1));
    }

    /// <summary>The newest position of a slot that was noted.</summary>
    public int Find(int slot)
    {
        var note = this;
        while (slot < note.First || slot > note.Last)
            note = note.Before!;
        return note.Position;
    }

    private CaptureNote? Before => before;

    private int First => firstSlot;

    private int Last => lastSlot;

    private int Position => position;

    private void Fill(int[] positions)
    {
        for (var slot = firstSlot; slot <= Math.Min(lastSlot, positions.Length - 1); slot++)
        {
            if (positions[slot] == NotSeen)
                positions[slot] = position;
        }
    }
}
