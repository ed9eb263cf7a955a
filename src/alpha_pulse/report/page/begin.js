// Reads the data that stands in the page and shows it.
{
  const data = JSON.parse(document.getElementById('data').textContent);
  const page = document.getElementById('page');
  page.replaceChildren(...(data.kind === 'sweep' ? showSweep(data) : showBacktest(data)));
  drawAll();
  watchScreen();
}
