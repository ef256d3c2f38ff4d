using TorchTrust.Models.Probes;
using TorchTrust.Mutants;
using TorchTrust.Probes;
using TorchTrust.Subjects;
using static TorchSharp.torch;

namespace TorchTrust.Models.Mutants;

/// <summary>Gives every instance the same weights, as a constructor that seeds the generator itself does.</summary>
internal sealed class IgnoreSeed : Mutant
{
    /// <inheritdoc/>
    public override string Name => "ignore-seed";

    /// <inheritdoc/>
    public override string Description => "has the same weights whatever the seed";

    /// <inheritdoc/>
    public override IReadOnlyList<string> Sites(ISubjectSession session) =>
        ((ModelSession)session).Subject.Facts.FixedWeights is null
        && BuiltInstance.TensorsOf(((ModelSession)session).Model).Values
            .Any(node => node.Value is TorchSharp.Modules.Parameter parameter && !TensorContent.IsConstant(parameter))
            ? [""]
            : [];

    /// <inheritdoc/>
    public override IDisposable? Apply(ISubjectSession session, string site)
    {
        var model = (ModelSession)session;
        Action<object> breakInstance = instance =>
        {
            using var scope = NewDisposeScope();
            using IDisposable _ = no_grad();
            IReadOnlyDictionary<string, ObjectGraphNode> same = BuiltInstance.TensorsOf(model.Model);
            foreach ((string path, ObjectGraphNode node) in BuiltInstance.TensorsOf(instance))
            {
                if (same.TryGetValue(path, out ObjectGraphNode? other))
                {
                    ((Tensor)node.Value).detach().copy_((Tensor)other.Value);
                }
            }
        };
        model.OnBuilt.Add(breakInstance);
        return new Revert(() => model.OnBuilt.Remove(breakInstance));
    }
}
