using System.Text;
using TorchTrust.Cli.Tool;

namespace TorchTrust.Cli.Outputs;

/// <summary>Writes whole files: under their name stands the old content or the new, never a part.</summary>
internal static class OutputFile
{
    /// <summary>Writes a file beside its place and renames it; its folder is made if it is missing.</summary>
    /// <param name="path">The file.</param>
    /// <param name="write">Writes the text.</param>
    /// <exception cref="ToolException">It cannot be written.</exception>
    public static void Write(string path, Action<TextWriter> write)
    {
        string whole = Path.GetFullPath(path);
        string partial = $"{whole}.{Environment.ProcessId}.partial";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(whole)!);
            try
            {
                using (var writer = new StreamWriter(partial, append: false, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false)))
                {
                    write(writer);
                }

                File.Move(partial, whole, overwrite: true);
            }
            catch
            {
                File.Delete(partial);
                throw;
            }
        }
        catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
        {
            throw ToolException.CannotRun($"{path} cannot be written: {problem.Message}");
        }
    }
}
