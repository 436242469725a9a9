using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using FlowFunctions.Engine.Payloads;

namespace FlowFunctions.Engine.Tests.Payloads;

public sealed class PayloadTests
{
    private static readonly PayloadReference Reference = PayloadReference.Of("\"large\""u8);

    [Fact]
    public void Reference_OfText_IsItsSha256()
    {
        Assert.Equal(7, Reference.Length);
        Assert.Equal(
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
            PayloadReference.Of(ReadOnlySpan<byte>.Empty).Hash
        );
    }

    [Fact]
    public void Reference_LookedInto_IsAnErrorOfTheProgram()
    {
        var payload = Payload.FromReference(Reference);

        Assert.Equal(7, payload.Length);
        Assert.Throws<InvalidOperationException>(() => payload.Element);
        Assert.Throws<InvalidOperationException>(() => payload.Utf8);
        Assert.Throws<InvalidOperationException>(() => payload.ItemAt(0));
        Assert.Contains(Reference.Hash, payload.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void Equals_ReferencesAndTexts_CompareWhatTheyHold()
    {
        var reference = Payload.FromReference(Reference);
        var text = Payload.FromUtf8("\"large\""u8.ToArray());

        Assert.Equal(reference, Payload.FromReference(Reference with { }));
        Assert.NotEqual(reference, Payload.FromReference(Reference with { Length = 8 }));
        Assert.Equal(text, Payload.Parse("\"large\""));
        Assert.NotEqual(text, reference);
    }

    [Fact]
    public void Compact_PartOfADocument_LetsTheDocumentGo()
    {
        var (part, document) = Part();

        GC.Collect();

        Assert.Equal("7", part.ToString());
        Assert.False(document.TryGetTarget(out _));
    }

    [Theory]
    [InlineData(0, "1")]
    [InlineData(1, "{\"a\":2}")]
    [InlineData(2, null)]
    public void ItemAt_TextAndElement_GiveTheSame(int index, string? item)
    {
        const string Json = "[1,{\"a\":2}]";

        Assert.Equal(item, Payload.FromUtf8(Encoding.UTF8.GetBytes(Json)).ItemAt(index)?.ToString());
        Assert.Equal(item, Payload.Parse(Json).ItemAt(index)?.ToString());
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (Payload Part, WeakReference<object> Document) Part()
    {
        var document = JsonDocument.Parse("{\"id\":7,\"rest\":[1,2,3]}");
        var part = Payload.From(document.RootElement.GetProperty("id")).Compact();
        return (part, new WeakReference<object>(document));
    }
}
