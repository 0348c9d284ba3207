window.YTD.tweets.part0 = [
 {
  "tweet": {
   "id_str": "1",
   "created_at": "Mon Mar 11 07:46:14 +0000 2024",
   "full_text": "Rosa Vega opened the grain talks in Lima, and ships from Chile waited off the port until the evening.",
   "lang": "en",
   "entities": {
    "hashtags": []
   }
  }
 },
 {
  "tweet": {
   "id_str": "2",
   "created_at": "Tue Mar 12 07:46:14 +0000 2024",
   "full_text": "Jan Kask closed the fish talks in Tallinn; Finland and Latvia signed, and Sweden asked for a week.",
   "lang": "en",
   "entities": {
    "hashtags": []
   }
  }
 }
]
