using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using Azure;

namespace FlowFunctions.Storage.Tables;

/// <summary>
/// The limits of the Table service data model, checked before a request is sent: the emulator does not hold all of them, and what
/// works on a laptop must not fail in Azure. Failures carry the status and the code of the service.
/// </summary>
internal static class TableEntityLimits
{
    private const int MaxPropertyBytes = 64 * 1024;
    private const int MaxEntityBytes = 1024 * 1024;
    private const int MaxKeyBytes = 1024;
    private const int MaxProperties = 252;
    private const int MaxNameLength = 255;

    private static readonly SearchValues<char> RefusedInKeys = SearchValues.Create([
        '/',
        '\\',
        '#',
        '?',
        .. Enumerable.Range(0, 0xA0).Select(static code => (char)code).Where(char.IsControl),
    ]);

    public static void Check(TableEntity entity)
    {
        CheckKey(nameof(TableEntity.PartitionKey), entity.PartitionKey);
        CheckKey(nameof(TableEntity.RowKey), entity.RowKey);
        var bytes = 4 + (2 * (entity.PartitionKey!.Length + entity.RowKey!.Length));
        var count = 0;
        foreach (var (name, value) in entity.Properties)
        {
            if (TableEntityWriter.IsStored(name, value))
            {
                bytes += 8 + (2 * name.Length) + CheckProperty(name, value);
                count++;
            }
        }

        if (count > MaxProperties)
        {
            throw Failed(
                400,
                TableErrorCode.TooManyProperties,
                $"{Row(entity)} has {count} properties; {MaxProperties} fit."
            );
        }

        if (bytes > MaxEntityBytes)
        {
            throw Failed(
                413,
                TableErrorCode.EntityTooLarge,
                $"{Row(entity)} has {bytes} bytes; {MaxEntityBytes} fit. Move large values to a blob."
            );
        }
    }

    public static RequestFailedException Failed(int status, string code, string message) =>
        new(status, message, code, null);

    /// <exception cref="RequestFailedException">No entity can have the key.</exception>
    public static void CheckKey(string name, [NotNull] string? key)
    {
        if (key is null)
        {
            throw Failed(400, TableErrorCode.PropertiesNeedValue, $"The {name} is missing.");
        }

        if (2 * key.Length > MaxKeyBytes)
        {
            throw Failed(
                400,
                TableErrorCode.KeyValueTooLarge,
                $"The {name} has {key.Length} characters; {MaxKeyBytes / 2} fit."
            );
        }

        if (key.AsSpan().IndexOfAny(RefusedInKeys) is var at and >= 0)
        {
            throw Failed(
                400,
                TableErrorCode.OutOfRangeInput,
                $"The {name} holds U+{(int)key[at]:X4} at {at}; keys take no / \\ # ? and no control characters. Escape them."
            );
        }
    }

    private static int CheckProperty(string name, object? value)
    {
        if (name.Length > MaxNameLength)
        {
            throw Failed(
                400,
                TableErrorCode.PropertyNameTooLong,
                $"The name of the property '{name[..32]}…' has {name.Length} characters; {MaxNameLength} fit."
            );
        }

        var bytes = value switch
        {
            string text => (2 * text.Length) + 4,
            byte[] data => data.Length + 4,
            Guid => 16,
            bool => 1,
            int => 4,
            _ => 8,
        };
        return bytes <= MaxPropertyBytes + 4
            ? bytes
            : throw Failed(
                400,
                TableErrorCode.PropertyValueTooLarge,
                $"The property '{name}' has {bytes - 4} bytes (text counts two a character); {MaxPropertyBytes} fit. "
                    + "Move large values to a blob."
            );
    }

    private static string Row(TableEntity entity) => $"The entity '{entity.PartitionKey}', '{entity.RowKey}'";
}
