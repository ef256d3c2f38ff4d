using Template._1;
using TorchSharp;

// `dotnet run` trains the network; `torchtrust check` looks for faults in what TrustSubjects.cs names.
const int Epochs = 20;
torch.manual_seed(1);
var data = new Spirals(seed: 1);
using var trainer = new SpiralTrainer(data);

for (int epoch = 0; epoch < Epochs; epoch++)
{
    double loss = 0;
    int steps = 0;
    foreach (Batch batch in data.Batches(epoch))
    {
        loss += trainer.Step(batch);
        steps++;
        batch.Dispose();
    }

    using Batch held = Spirals.Collate(data.Test);
    Console.WriteLine($"epoch {epoch + 1,2}: loss {loss / steps:f3}, accuracy on the test set {trainer.Evaluate([held]):p0}");
}

trainer.Save("spirals.dat");
Console.WriteLine("The weights are in spirals.dat.");
