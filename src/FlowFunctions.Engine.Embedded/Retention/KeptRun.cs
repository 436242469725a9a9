namespace FlowFunctions.Engine.Embedded.Retention;

/// <summary>
/// A run that has ended and whose records stay in the journal until they are released. There may be hundreds of thousands, so the
/// usual one, with all records in one segment and no large values, takes no memory beyond this.
/// </summary>
/// <param name="Number">The run's number in the journal.</param>
/// <param name="Pin">The first segment that it keeps.</param>
/// <param name="More">Further segments and values that it keeps, or null.</param>
internal readonly record struct KeptRun(long Number, SegmentPin Pin, KeptRunExtras? More)
{
    public static KeptRun Of(long number, IReadOnlyList<SegmentPin> pins, IReadOnlyCollection<string> hashes) =>
        new(number, pins[0], pins.Count == 1 && hashes.Count == 0 ? null : new([.. pins.Skip(1)], [.. hashes]));

    public IEnumerable<SegmentPin> Pins => More is null ? [Pin] : More.Pins.Prepend(Pin);

    /// <summary>The same run with the hashes of the stored values that its events refer to.</summary>
    public KeptRun With(IReadOnlyCollection<string> hashes) => Of(Number, [.. Pins], hashes);
}

/// <summary>A segment with records that may be neither deleted nor copied.</summary>
/// <param name="Segment">Its number.</param>
/// <param name="Bytes">Bytes of these records.</param>
internal readonly record struct SegmentPin(int Segment, int Bytes);

/// <summary>What few kept runs have.</summary>
/// <param name="Pins">Segments beyond the first.</param>
/// <param name="Hashes">Hashes of stored values.</param>
internal sealed record KeptRunExtras(SegmentPin[] Pins, string[] Hashes);
