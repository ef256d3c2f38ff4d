using System.Text;
using TorchTrust.Probes;
using TorchTrust.Weaving;

if (args.Length > 0)
{
    Console.Error.WriteLine(
        "TorchTrust starts this program by itself, to weave copies of a program's assemblies. It has no use of its own.");
    return 64;
}

using var output = new StreamWriter(Console.OpenStandardOutput(), new UTF8Encoding(false)) { NewLine = "\n" };
WeaverOrder order = WeaverOrder.Read(new StreamReader(Console.OpenStandardInput(), Encoding.UTF8));
using var resolver = new FolderResolver(order.SearchFolders);
try
{
    foreach ((string assembly, string folder) in order.Assemblies)
    {
        output.WriteLine(AssemblyWeaver.Weave(assembly, folder, resolver).Line());
    }

    return 0;
}
catch (Exception thrown) when (thrown is IOException or UnauthorizedAccessException)
{
    // A full disk, say: no fault of an assembly's. Whoever asked says it, and runs the program as it is.
    Console.Error.WriteLine(thrown.Message);
    return 74;
}
