using System.Reflection;
using TorchTrust.Models.Probes;
using static TorchSharp.torch;

namespace TorchTrust.Models.Described;

/// <summary>
/// A model by the names and values of a command line. It travels as such; the program that has the class makes it into the
/// subject that a user would have written.
/// </summary>
/// <param name="Model">How it is built.</param>
/// <param name="Inputs">The arguments of a call; empty where they are yet to be found.</param>
internal sealed record DescribedModel(NewValue Model, DescribedArgument[] Inputs)
{
    /// <summary>The subject.</summary>
    public Subject ToSubject() => (Subject)typeof(DescribedModel).GetMethod(
        nameof(SubjectOf), BindingFlags.Instance | BindingFlags.NonPublic)!
        .MakeGenericMethod(Model.Type.Find())
        .Invoke(this, BindingFlags.DoNotWrapExceptions, null, null, null)!;

    /// <summary>What the layers of a fresh model take, in the order in which they are registered: see <see cref="LayerInputs"/>.</summary>
    public string[] AskLayers()
    {
        using var model = (nn.Module)Model.Make();
        return [.. LayerInputs.Of(model).Select(input => input.Text)];
    }

    /// <summary>Whether a fresh model takes the inputs.</summary>
    /// <returns>Nothing if it does, or else what it threw.</returns>
    public string[] AskWhetherTaken()
    {
        using IDisposable scope = NewDisposeScope();
        try
        {
            ModelSubject subject = (ModelSubject)ToSubject();
            object model = subject.Build();
            foreach (long samples in (long[])[2, 3])
            {
                _ = ForwardCall.Invoke(model, subject.MakeInputs!(samples));
            }

            return [];
        }
        catch (Exception refused)
        {
            // Whatever a constructor or a layer throws at a proposal is its answer.
            return [refused.Message.Split('\n')[0]];
        }
    }

    private ModelSubject SubjectOf<TModel>()
        where TModel : class => ModelSubject.For(() => (TModel)Model.Make()).WithInputs(n => [.. Inputs.Select(input => input.Make(n))]);
}
