namespace FlowFunctions.Flows.Schema;

/// <summary>
/// Which properties or items of one value have been looked at, by their position: what <c>unevaluatedProperties</c>
/// and <c>unevaluatedItems</c> leave out.
/// </summary>
internal sealed class EvaluatedSet
{
    private ulong[] bits = new ulong[1];

    public bool Contains(int position) => position >> 6 < bits.Length && (bits[position >> 6] >> position & 1) != 0;

    public void Add(int position)
    {
        Reserve((position >> 6) + 1);
        bits[position >> 6] |= 1UL << position;
    }

    public void UnionWith(EvaluatedSet other)
    {
        Reserve(other.bits.Length);
        for (int i = 0; i < other.bits.Length; i++)
            bits[i] |= other.bits[i];
    }

    public void Clear() => Array.Clear(bits);

    private void Reserve(int words)
    {
        if (words > bits.Length)
            Array.Resize(ref bits, Math.Max(words, bits.Length * 2));
    }
}
