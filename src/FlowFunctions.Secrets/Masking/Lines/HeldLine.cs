namespace FlowFunctions.Secrets.Masking.Lines;

/// <summary>A line on its way.</summary>
/// <param name="line">The line as it came.</param>
internal sealed class HeldLine<TTag>(MaskedLine<TTag> line)
{
    /// <summary>Its text as it came.</summary>
    public string Text => line.Text;

    /// <summary>Whether it goes on.</summary>
    public bool IsContinued => line.IsContinued;

    /// <summary>Its text without secrets, once that is sure.</summary>
    public string? Masked { get; set; }

    /// <summary>The line as it may be shown.</summary>
    public MaskedLine<TTag> Result => line with { Text = Masked! };
}
