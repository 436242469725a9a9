namespace FlowFunctions.Expressions.RegularExpressions;

/// <summary>A part of a regular expression.</summary>
internal abstract record RegExpNode
{
    /// <summary>Whether it can match the empty text.</summary>
    public abstract bool IsNullable { get; }

    /// <summary>The characters it can begin with; null if it can match nothing, so that any may follow.</summary>
    public abstract CharSet? First { get; }

    /// <summary>How many character positions it unrolls to.</summary>
    public abstract long Size { get; }

    /// <summary>Whether it can match only at the start of the text.</summary>
    public virtual bool IsAnchored => false;

    public virtual IEnumerable<RegExpNode> Children => [];

    public IEnumerable<RegExpNode> All => Children.SelectMany(child => child.All).Prepend(this);
}

internal sealed record CharNode(CharSet Set) : RegExpNode
{
    public override bool IsNullable => false;

    public override CharSet? First => Set;

    public override long Size => 1;
}

internal enum AssertionKind
{
    Start,
    End,
    LineStart,
    LineEnd,
    WordBoundary,
    NotWordBoundary,
}

internal sealed record AssertionNode(AssertionKind Kind) : RegExpNode
{
    public override bool IsNullable => true;

    public override bool IsAnchored => Kind == AssertionKind.Start;

    public override CharSet? First => null;

    public override long Size => 1;
}

internal sealed record SequenceNode(IReadOnlyList<RegExpNode> Items) : RegExpNode
{
    public override bool IsNullable { get; } = Items.All(item => item.IsNullable);

    public override bool IsAnchored => Items is [{ IsAnchored: true }, ..];

    public override CharSet? First => Items is [{ IsNullable: false } first, ..] ? first.First : null;

    public override long Size { get; } = Items.Sum(item => item.Size);

    public override IEnumerable<RegExpNode> Children => Items;
}

internal sealed record AlternativesNode(IReadOnlyList<RegExpNode> Items) : RegExpNode
{
    public override bool IsNullable { get; } = Items.Any(item => item.IsNullable);

    public override bool IsAnchored => Items.All(item => item.IsAnchored);

    public override CharSet? First { get; } =
        Items.All(item => item.First is not null) ? CharSet.Union(Items.Select(item => item.First!)) : null;

    public override long Size { get; } = Items.Sum(item => item.Size) + Items.Count;

    public override IEnumerable<RegExpNode> Children => Items;
}

/// <summary>A capturing group; <paramref name="Number"/> counts from 1.</summary>
internal sealed record GroupNode(int Number, RegExpNode Body) : RegExpNode
{
    public override bool IsNullable { get; } = Body.IsNullable;

    public override bool IsAnchored => Body.IsAnchored;

    public override CharSet? First => Body.First;

    public override long Size { get; } = Body.Size + 1;

    public override IEnumerable<RegExpNode> Children => [Body];
}

/// <summary>A repetition; without a <paramref name="Max"/> it has no end.</summary>
internal sealed record RepeatNode(RegExpNode Body, int Min, int? Max, bool Lazy) : RegExpNode
{
    public override bool IsNullable { get; } = Min == 0 || Body.IsNullable;

    public override CharSet? First => Min == 0 ? null : Body.First;

    /// <summary>A round of nothing counts too, because it is written out like any other.</summary>
    public override long Size { get; } =
        Math.Min(Math.Max(Body.Size, 1) * Math.Max(Max ?? (Min + 1L), 1), int.MaxValue);

    public override IEnumerable<RegExpNode> Children => [Body];
}
