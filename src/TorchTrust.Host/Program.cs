using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using TorchTrust.Running.Diagnosis;
using TorchTrust.Running.Hosting;

// A project without TorchTrust can be looked at by a host that brings it along.
AssemblyLoadContext.Default.Resolving += FromOwnFolder;
return Start(args);

static Assembly? FromOwnFolder(AssemblyLoadContext context, AssemblyName name)
{
    string path = Path.Combine(AppContext.BaseDirectory, $"{name.Name}.dll");
    return name.Name == "TorchTrust" && File.Exists(path) ? context.LoadFromAssemblyPath(path) : null;
}

// A method of its own: what it calls is looked for when it is compiled.
[MethodImpl(MethodImplOptions.NoInlining)]
static int Start(string[] arguments) => arguments is [BackendDoctor.Argument, string pipe]
    ? BackendDoctor.Run(pipe)
    : HostProgram.Run(arguments);
