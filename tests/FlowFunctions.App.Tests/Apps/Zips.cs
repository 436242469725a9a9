using System.IO.Compression;
using System.Text;

namespace FlowFunctions.App.Tests.Apps;

/// <summary>Archives of texts.</summary>
internal static class Zips
{
    public static byte[] Of(params (string Name, string Content)[] entries)
    {
        using var buffer = new MemoryStream();
        using (var zip = new ZipArchive(buffer, ZipArchiveMode.Create))
        {
            foreach (var (name, content) in entries)
            {
                using var stream = zip.CreateEntry(name).Open();
                stream.Write(Encoding.UTF8.GetBytes(content));
            }
        }

        return buffer.ToArray();
    }
}
