using System.Buffers;
using System.Security.Cryptography;
using System.Text.Json;
using FlowFunctions.Flows.Documents;
using FlowFunctions.Flows.Plans;

namespace FlowFunctions.Storage.Flows;

/// <summary>What a version of a flow holds: its document and the plan that it compiles to.</summary>
public sealed class FlowContent
{
    // Deeper than any document that is read.
    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 512 };

    private FlowContent(FlowDocument document, Plan plan)
    {
        FlowId = document.Id;
        Name = document.Name;
        Description = document.Description;
        Document = Utf8(document.Source, static _ => true);
        DocumentHash = Hash(Document);
        Triggers = FlowTriggers.Of(document.Source);
        MeaningHash = Hash(CanonicalJson.Write(JsonElement.Parse(Utf8(document.Source, HasMeaning), Options)));
        Plan = plan;
    }

    /// <summary>The flow's id.</summary>
    public string FlowId { get; }

    /// <summary>Its name for people, or null.</summary>
    public string? Name { get; }

    /// <summary>What it is for, or null.</summary>
    public string? Description { get; }

    /// <summary>The document as JSON in UTF-8, without white space and comments.</summary>
    public byte[] Document { get; }

    /// <summary>The plan.</summary>
    public Plan Plan { get; }

    /// <summary>What starts the flow by itself, as the document says; of kind Undefined when nothing does.</summary>
    public JsonElement Triggers { get; }

    /// <summary>The member <c>triggers</c> of a document; of kind Undefined when it has none.</summary>
    /// <param name="document">The document.</param>
    public static JsonElement TriggersOf(JsonElement document) => FlowTriggers.Of(document);

    /// <summary>SHA-256 of <see cref="Document"/>.</summary>
    internal string DocumentHash { get; }

    /// <summary>The same for documents that differ in layout, formatting and order of keys only.</summary>
    internal string MeaningHash { get; }

    /// <summary>The content of a flow.</summary>
    /// <param name="document">The document.</param>
    /// <param name="plan">What it compiles to.</param>
    /// <exception cref="ArgumentException">The plan is of another flow.</exception>
    public static FlowContent Of(FlowDocument document, Plan plan) =>
        document.Id == plan.FlowId
            ? new FlowContent(document, plan)
            : throw new ArgumentException(
                $"The plan is of the flow '{plan.FlowId}', the document of '{document.Id}'.",
                nameof(plan)
            );

    // Moving a node makes no new version.
    private static bool HasMeaning(string member) => member is not ("layout" or "$schema");

    private static byte[] Utf8(JsonElement document, Func<string, bool> keeps)
    {
        var buffer = new ArrayBufferWriter<byte>(4096);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            foreach (var member in document.EnumerateObject().Where(member => keeps(member.Name)))
            {
                member.WriteTo(json);
            }

            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static string Hash(byte[] bytes) => Convert.ToHexStringLower(SHA256.HashData(bytes));
}
