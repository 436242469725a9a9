using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using FlowFunctions.App.Problems;

namespace FlowFunctions.App.Files;

/// <summary>
/// Where a page of a list of files ended, for callers: the storage's own marker, which may name the workspace, in letters that mean
/// nothing, behind a checksum by which what belongs to no list, or to another one, is told.
/// </summary>
internal static class FileContinuation
{
    private const int SumBytes = 8;

    /// <summary>What a caller gets.</summary>
    /// <param name="list">The list: its workspace and prefix.</param>
    /// <param name="marker">The storage's marker, or null after the last page.</param>
    public static string? Write(string list, string? marker) =>
        marker is null ? null : Base64Url.EncodeToString([.. Sum(list, marker), .. Encoding.UTF8.GetBytes(marker)]);

    /// <summary>The storage's marker out of what a caller sends.</summary>
    /// <exception cref="ProblemException">400: it is none of this list.</exception>
    public static string? Read(string list, string? continuation)
    {
        if (string.IsNullOrEmpty(continuation))
        {
            return null;
        }

        if (Base64Url.IsValid(continuation) && Base64Url.DecodeFromChars(continuation) is { Length: > SumBytes } bytes)
        {
            var marker = Encoding.UTF8.GetString(bytes.AsSpan(SumBytes));
            if (Sum(list, marker).AsSpan().SequenceEqual(bytes.AsSpan(0, SumBytes)))
            {
                return marker;
            }
        }

        throw new ProblemException(
            Problem.BadRequest("'continuation' is none of this list. Leave it out to begin again.")
        );
    }

    private static byte[] Sum(string list, string marker) =>
        SHA256.HashData(Encoding.UTF8.GetBytes($"{list}\n{marker}"))[..SumBytes];
}
