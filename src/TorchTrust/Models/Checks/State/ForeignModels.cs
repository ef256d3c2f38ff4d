using TorchTrust.Checks;
using TorchTrust.Models.Probes;
using TorchTrust.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Checks.State;

/// <summary>
/// Saves a model that has one parameter of another name, shape or dtype, as another version of the code would.
/// </summary>
internal sealed class ForeignModels(ModelSession session, CheckContext context, TemporaryFolder folder)
{
    private static readonly (string What, Func<string, string> Name, Func<Tensor, Tensor> Value)[] _changes =
    [
        ("another name", name => name + "_of_another_version", tensor => tensor.clone()),
        ("another shape", name => name, tensor => cat([tensor, tensor], 0)),
        ("another dtype", name => name, tensor => tensor.to(tensor.dtype == ScalarType.Float64 ? ScalarType.Float32 : ScalarType.Float64)),
    ];

    /// <summary>What the project's loading takes in silence.</summary>
    /// <param name="target">The instance to load into.</param>
    /// <param name="before">Its state.</param>
    public IEnumerable<Finding> AcceptedBy(ModelSession target, StateSnapshot before)
    {
        foreach ((string what, Func<string, string> name, Func<Tensor, Tensor> value) in _changes)
        {
            using ModelSession foreign = session.Another(session.Seed + 47);
            (string module, nn.Module holder, string parameter, TorchSharp.Modules.Parameter replaced) = foreign.Modules
                .SelectMany(entry => entry.Module.named_parameters(recurse: false).Where(own => own.parameter.dim() > 0)
                    .Select(own => (entry.Path, entry.Module, own.name, own.parameter))).FirstOrDefault();
            if (holder is null || TrySave(foreign) is not { } original)
            {
                yield break;
            }

            using TorchSharp.Modules.Parameter _ = replaced;
            Replace(holder, parameter, name, value);
            string path = folder.NewFile();
            if (TrySave(foreign, path) is not { } changed || changed.AsSpan().SequenceEqual(original))
            {
                // The project's saving does not look at the registration, or cannot save this: nothing to load.
                continue;
            }

            context.Step($"loading a model with {what}");
            before.Restore();
            if (!DamagedFiles.Load(target, path))
            {
                yield return new Finding($"a model in which {ObjectGraph.Join(module, parameter)} has {what} is loaded in silence")
                {
                    Module = module,
                    Parameter = ObjectGraph.Join(module, parameter),
                };
            }
        }
    }

    private static void Replace(nn.Module holder, string parameter, Func<string, string> name, Func<Tensor, Tensor> value)
    {
        var table = RegisteredMembers.ParameterTable(holder);
        (string Name, TorchSharp.Modules.Parameter Value)[] entries =
            [.. (IList<(string, TorchSharp.Modules.Parameter)>)table];
        table.clear();
        foreach ((string key, TorchSharp.Modules.Parameter tensor) in entries)
        {
            using IDisposable _ = no_grad();
            table.Add(
                key == parameter ? name(key) : key,
                key == parameter
                    ? new TorchSharp.Modules.Parameter(value(tensor.detach()).DetachFromDisposeScope())
                    : tensor);
        }
    }

    private byte[]? TrySave(ModelSession foreign) => TrySave(foreign, folder.NewFile());

    private static byte[]? TrySave(ModelSession foreign, string path)
    {
        try
        {
            OwnPersistence.Save(foreign, path);
            return [.. Directory.EnumerateFiles(Path.GetDirectoryName(path)!, "*", SearchOption.AllDirectories)
                .SelectMany(File.ReadAllBytes)];
        }
        catch (SubjectException)
        {
            return null;
        }
    }
}
