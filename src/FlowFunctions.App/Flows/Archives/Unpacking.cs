using System.IO.Compression;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Flows.Archives;

/// <summary>Unpacks entries of an archive as long as they keep within a limit together.</summary>
internal sealed class Unpacking
{
    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly int _limit;
    private int _left;

    /// <param name="limit">How many bytes all entries together may have.</param>
    public Unpacking(int limit) => _limit = _left = limit;

    /// <exception cref="ProblemException">413: the entry, or all together, are too large.</exception>
    /// <exception cref="InvalidDataException">The entry is damaged.</exception>
    public byte[] Read(ZipArchiveEntry entry, int entryLimit)
    {
        using var packed = entry.Open();
        using var content = new MemoryStream();
        for (int read; (read = packed.Read(_buffer)) > 0; )
        {
            _left -= read;
            if (content.Length + read > entryLimit)
            {
                throw TooLarge($"'{entry.FullName}' is larger than {entryLimit} bytes, which is the limit for it.");
            }

            if (_left < 0)
            {
                throw TooLarge($"The archive holds more than {_limit} bytes, which is the limit for all together.");
            }

            content.Write(_buffer, 0, read);
        }

        return content.ToArray();
    }

    private static ProblemException TooLarge(string detail) =>
        new(new Problem(StatusCodes.Status413PayloadTooLarge, "Archive.TooLarge", detail));
}
